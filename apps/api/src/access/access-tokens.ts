import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { TOKEN_SCOPES, type TokenScope } from '#database';

/** Who a request comes from. */
export interface Identity {
  tokenId: number;
  /** Name of the token: whom the record of what people do names. */
  name: string;
  scopes: readonly TokenScope[];
}

/** A revoked token is accepted for so long at most, which saves a query per request. */
const REMEMBERED_FOR_MS = 5_000;
const MAX_REMEMBERED = 10_000;

/** Bearer tokens: made once, stored as digests, looked up by them. */
@Injectable()
export class AccessTokens {
  private readonly remembered = new Map<string, { identity: Identity; until: number }>();

  constructor(private readonly dataSource: DataSource) {}

  /** Whose token this is; null for nobody's. */
  async identify(token: string): Promise<Identity | null> {
    const digest = digestOf(token);
    const key = digest.toString('base64');
    const known = this.remembered.get(key);
    if (known !== undefined && known.until > Date.now()) return known.identity;
    const [row] = await this.dataSource.query<Identity[]>(
      `SELECT api_token.id AS "tokenId", api_token.name, api_token.scopes FROM api_token WHERE api_token.digest = $1`,
      [digest],
    );
    if (row === undefined) return null;
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    this.remembered.set(key, { identity: row, until: Date.now() + REMEMBERED_FOR_MS });
    return row;
  }

  /**
   * Makes the first admin token if there is no token yet, and writes it to `admin-token` (mode 0600) in the data
   * directory; or takes the one the environment brings. Answers the file's path.
   */
  async ensureAdminToken(dataDir: string, given: string | null): Promise<string> {
    const file = join(dataDir, 'admin-token');
    const token = given ?? `pl_${randomBytes(24).toString('base64url')}`;
    await this.dataSource.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('playledger:admin-token'))`);
      const inserted = await tx.query<unknown[]>(
        `INSERT INTO api_token (name, digest, scopes)
         SELECT 'admin', $1, $2 WHERE $3 OR NOT EXISTS (SELECT FROM api_token)
         ON CONFLICT (digest) DO NOTHING
         RETURNING id`,
        [digestOf(token), TOKEN_SCOPES, given !== null],
      );
      if (inserted.length === 0) return;
      // Before the commit: a token that nobody could read would be worse than none.
      await mkdir(dataDir, { recursive: true });
      await writeFile(file, `${token}\n`, { mode: 0o600 });
      await chmod(file, 0o600);
    });
    return file;
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
