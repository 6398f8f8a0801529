import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import type { ProviderLogout } from '../open-id/open-id-provider.js';
import type { Identity } from '../permissions/permissions.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { insertToken, type SessionOf } from '../tokens/issue-token.js';
import { digestOf } from '../tokens/token-secret.js';

/** As long as a logout token may be good, by clocks that differ. */
const LOGOUT_REMEMBERED_FOR = `interval '15 minutes'`;

/** Also those of which the provider did not tell its session: rather one too many. */
const END_OF_PROVIDER = `UPDATE api_token SET revoked_at = now()
  WHERE api_token.subject IS NOT NULL AND api_token.revoked_at IS NULL AND api_token.expires_at > now()
    AND CASE WHEN $2::text IS NULL THEN starts_with(api_token.subject, $1 || ' ')
      ELSE api_token.subject = $1 || ' ' || $2 END
    AND ($3::text IS NULL OR api_token.provider_session = $3
      OR api_token.provider_session IS NULL AND $2::text IS NOT NULL)
  RETURNING api_token.id, api_token.name, api_token.subject`;

interface EndedSession {
  id: number;
  name: string;
  subject: string;
}

/**
 * A session is a token that is made by a sign-in, kept in a cookie, and expires.
 * See docs/decisions/0023-a-session-is-a-token.md.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: AccessTokens,
    private readonly audit: AuditLog,
  ) {}

  /** Ends the session that the browser had before, if it had one. Answers the token. */
  async begin(
    identity: Identity,
    { address, seconds, ...session }: SessionOf & { address: string; seconds: number },
    former: string | null,
  ): Promise<string> {
    const { name, role, environments, labels } = identity;
    const expiresAt = new Date(Date.now() + seconds * 1_000);
    const begun = await this.dataSource.transaction(async (tx) => {
      const ended = former === null ? null : await this.endIn(tx, former, address);
      const { secret, token } = await insertToken(tx, { ...identity, expiresAt }, name, session);
      const details = { role, environments, labels };
      await this.audit.write(
        { action: 'sign_in.succeeded', actor: name, tokenId: token.id, address, subject: session.subject, details },
        tx,
      );
      return { secret, ended };
    });
    if (begun.ended !== null) this.tokens.forget(begun.ended);
    return begun.secret;
  }

  /** From now on nobody is let in by it. A token that is no session is left as it is. */
  async end(token: string, address: string): Promise<void> {
    const ended = await this.dataSource.transaction((tx) => this.endIn(tx, token, address));
    if (ended !== null) this.tokens.forget(ended);
  }

  /** Ends what the provider has ended. Answers whether its word was new: one that was used before ends nothing. */
  async endByProvider({ issuer, subject, session, id }: ProviderLogout, address: string): Promise<boolean> {
    const ended = await this.dataSource.transaction(async (tx) => {
      const [used] = await tx.query<object[]>(
        `WITH too_old AS (DELETE FROM logout_token WHERE logout_token.expires_at < now())
         INSERT INTO logout_token (digest, expires_at) VALUES ($1, now() + ${LOGOUT_REMEMBERED_FOR})
         ON CONFLICT DO NOTHING
         RETURNING logout_token.expires_at`,
        [digestOf(id)],
      );
      if (used === undefined) return null;
      const [rows] = await tx.query<[EndedSession[], number]>(END_OF_PROVIDER, [issuer, subject, session]);
      for (const { id: tokenId, name, subject: of } of rows) {
        const details = { session: name };
        await this.audit.write(
          { action: 'session.ended', actor: 'OpenID provider', tokenId, address, subject: of, details },
          tx,
        );
      }
      return rows;
    });
    for (const { id: tokenId } of ended ?? []) this.tokens.forget(tokenId);
    return ended !== null;
  }

  /** Answers the id of the session; null when there was none. */
  private async endIn(tx: EntityManager, token: string, address: string): Promise<number | null> {
    const [[row]] = await tx.query<[EndedSession[], number]>(
      `UPDATE api_token SET revoked_at = now()
       WHERE api_token.digest = $1 AND api_token.subject IS NOT NULL AND api_token.revoked_at IS NULL
       RETURNING api_token.id, api_token.name, api_token.subject`,
      [digestOf(token)],
    );
    if (row === undefined) return null;
    const { id: tokenId, name: actor, subject } = row;
    await this.audit.write({ action: 'session.ended', actor, tokenId, address, subject }, tx);
    return tokenId;
  }
}
