import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { writeAuditEntry } from '#database';
import { Logger } from '#telemetry';
import type { Identity } from '../permissions/permissions.js';
import { subjectOf } from './issue-token.js';
import { digestOf, newSecret } from './token-secret.js';

/** A revoked token is accepted for so long at most by other processes, which saves a query per request. */
const REMEMBERED_FOR_MS = 5_000;
const MAX_REMEMBERED = 10_000;
/** When a token was used last is written so often at most. */
const LAST_USE = `interval '5 minutes'`;

type IdentityOfToken = Identity & { tokenId: number };
type FoundToken = IdentityOfToken & { expiresAt: Date | null; isUseToBeWritten: boolean };

interface Remembered {
  identity: IdentityOfToken;
  until: number;
}

const FIND = `SELECT api_token.id AS "tokenId", api_token.name, api_token.role, api_token.environments, api_token.labels,
    api_token.expires_at AS "expiresAt",
    coalesce(api_token.last_used_at < now() - ${LAST_USE}, true) AS "isUseToBeWritten"
  FROM api_token
  WHERE api_token.digest = $1 AND api_token.revoked_at IS NULL
    AND (api_token.expires_at IS NULL OR api_token.expires_at > now())`;

/** Bearer tokens: made once, stored as digests, looked up by them. */
@Injectable()
export class AccessTokens {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {}

  /** Whose token this is; null for nobody's, and for one that is revoked or has expired. */
  async identify(token: string): Promise<Identity | null> {
    const digest = digestOf(token);
    const key = digest.toString('base64');
    const known = this.remembered.get(key);
    if (known !== undefined && known.until > Date.now()) return known.identity;
    const [row] = await this.dataSource.query<FoundToken[]>(FIND, [digest]);
    if (row === undefined) {
      this.remembered.delete(key);
      return null;
    }
    const { expiresAt, isUseToBeWritten, ...identity } = row;
    if (isUseToBeWritten) this.writeUse(identity.tokenId);
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    const until = Math.min(Date.now() + REMEMBERED_FOR_MS, expiresAt?.getTime() ?? Infinity);
    this.remembered.set(key, { identity, until });
    return identity;
  }

  /** Whether this token was good here before: it is looked at even where others are no longer. */
  wasGood(token: string): boolean {
    return this.remembered.has(digestOf(token).toString('base64'));
  }

  /** Lets nobody in with this token from now on, in this process; in others after some seconds. */
  forget(tokenId: number): void {
    for (const [key, { identity }] of this.remembered) {
      if (identity.tokenId === tokenId) this.remembered.delete(key);
    }
  }

  /**
   * Makes the first admin token if there is no token yet, and writes it to `admin-token` (mode 0600) in the data
   * directory; or takes the one the environment brings. Answers the file's path.
   */
  async ensureAdminToken(dataDir: string, given: string | null): Promise<string> {
    const file = join(dataDir, 'admin-token');
    const token = given ?? newSecret();
    await this.dataSource.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('playledger:admin-token'))`);
      const [inserted] = await tx.query<{ id: number; name: string }[]>(
        `INSERT INTO api_token (name, digest, role)
         SELECT 'admin', $1, 'admin' WHERE $2 OR NOT EXISTS (SELECT 1 FROM api_token)
         ON CONFLICT (digest) DO NOTHING
         RETURNING api_token.id, api_token.name`,
        [digestOf(token), given !== null],
      );
      if (inserted === undefined) return;
      const details = { role: 'admin' };
      await writeAuditEntry(tx, { action: 'token.created', actor: 'server', subject: subjectOf(inserted), details });
      // Before the commit: a token that nobody could read would be worse than none.
      await mkdir(dataDir, { recursive: true });
      await writeFile(file, `${token}\n`, { mode: 0o600 });
      await chmod(file, 0o600);
    });
    return file;
  }

  /** Not awaited: nobody waits for it, and nothing depends on it. */
  private writeUse(tokenId: number): void {
    this.dataSource
      .query(
        `UPDATE api_token SET last_used_at = now()
         WHERE api_token.id = $1 AND coalesce(api_token.last_used_at < now() - ${LAST_USE}, true)`,
        [tokenId],
      )
      .catch((error: unknown) => this.logger.warn('The use of a token was not written', { tokenId, err: error }));
  }
}
