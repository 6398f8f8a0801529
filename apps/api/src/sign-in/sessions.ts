import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessTokens } from '../access/access-tokens.js';
import { insertToken } from '../access/issue-token.js';
import type { Identity } from '../access/permissions.js';
import { digestOf } from '../access/token-secret.js';
import { AuditLog } from '../audit/audit-log.js';

/** A session is a token that is made by a sign-in, kept in a cookie, and expires. */
@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: AccessTokens,
    private readonly audit: AuditLog,
  ) {}

  /** Answers the token. `subject` names the person for good, as issuer and subject of the provider. */
  async begin(
    identity: Identity,
    { subject, address, seconds }: { subject: string; address: string; seconds: number },
  ): Promise<string> {
    const { name, role, environments, labels } = identity;
    const expiresAt = new Date(Date.now() + seconds * 1_000);
    return this.dataSource.transaction(async (tx) => {
      const { secret, token } = await insertToken(tx, { ...identity, expiresAt }, name, subject);
      const details = { role, environments, labels };
      await this.audit.write(
        { action: 'sign_in.succeeded', actor: name, tokenId: token.id, address, subject, details },
        tx,
      );
      return secret;
    });
  }

  /** From now on nobody is let in by it. A token that is no session is left as it is. */
  async end(token: string, address: string): Promise<void> {
    const ended = await this.dataSource.transaction(async (tx) => {
      const [[row]] = await tx.query<[{ id: number; name: string; subject: string }[], number]>(
        `UPDATE api_token SET revoked_at = now()
         WHERE api_token.digest = $1 AND api_token.subject IS NOT NULL AND api_token.revoked_at IS NULL
         RETURNING api_token.id, api_token.name, api_token.subject`,
        [digestOf(token)],
      );
      if (row === undefined) return null;
      const { id: tokenId, name: actor, subject } = row;
      await this.audit.write({ action: 'session.ended', actor, tokenId, address, subject }, tx);
      return tokenId;
    });
    if (ended !== null) this.tokens.forget(ended);
  }
}
