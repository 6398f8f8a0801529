import { DataSource, EntityManager } from 'typeorm';
import {
  ApiTokenEntity,
  columns,
  selectList,
  sql,
  writeAuditEntry,
  type AuditNote,
  type Role,
  type RowOf,
} from '#database';
import { digestOf, newSecret } from './token-secret.js';

/** What a token shall be. */
export interface TokenInput {
  name: string;
  role: Role;
  environments: readonly string[];
  labels: readonly string[];
  expiresAt: Date | null;
}

/** Who makes or revokes a token, as the audit log names him. */
export type Issuer = Pick<AuditNote, 'actor' | 'tokenId' | 'address'>;

/** Why a token is not made or revoked: a stable code, and a sentence. */
export interface Refusal {
  code: string;
  message: string;
}

export const TOKEN = {
  ...columns(ApiTokenEntity, 'api_token', 'id', 'name', 'role', 'environments', 'labels', 'createdAt', 'createdBy'),
  ...columns(ApiTokenEntity, 'api_token', 'expiresAt', 'lastUsedAt', 'revokedAt'),
  /** A person signed in with it. */
  isSession: sql<boolean>('api_token.subject IS NOT NULL'),
};

export const TOKEN_COLUMNS = selectList(TOKEN);

/** A token as lists show it. */
export type StoredToken = RowOf<typeof TOKEN>;

export interface IssuedToken {
  secret: string;
  token: StoredToken;
}

/** These roles are about all runs: a scope would promise what it does not keep. */
const WITHOUT_SCOPE: readonly Role[] = ['reporter', 'admin'];

/** What lists, logs and tables can show: no control characters. */
const ONE_LINE = /^[^\p{C}]{1,100}$/u;

/** What is wrong with a wish; null: nothing. */
export function refusalOf({ name, role, environments, labels, expiresAt }: TokenInput, now: Date): Refusal | null {
  if (![name, ...environments, ...labels].every((each) => ONE_LINE.test(each))) {
    return {
      code: 'bad_name',
      message: 'The names of a token, its environments and its labels must be one line of 1 to 100 characters.',
    };
  }
  if (WITHOUT_SCOPE.includes(role) && environments.length + labels.length > 0) {
    return { code: 'scope_not_possible', message: `A token of the role "${role}" cannot have environments or labels.` };
  }
  if (expiresAt !== null && expiresAt <= now) {
    return { code: 'expired_already', message: 'The token would already have expired. Give a time in the future.' };
  }
  return null;
}

/** Makes a token. The secret is answered once, and stored nowhere. */
export async function issueToken(dataSource: DataSource, issuer: Issuer, wish: TokenInput): Promise<IssuedToken> {
  return dataSource.transaction(async (tx) => {
    const issued = await insertToken(tx, wish, issuer.actor);
    const { role, environments, labels, expiresAt } = wish;
    const details = { role, environments, labels, expiresAt };
    await writeAuditEntry(tx, { ...issuer, action: 'token.created', subject: subjectOf(issued.token), details });
    return issued;
  });
}

/**
 * Whose session a token is: the provider's name for the person, which stays, and for its own session when it tells one.
 */
export interface SessionOf {
  subject: string;
  providerSession: string | null;
}

/** With a `session`, it is one. */
export async function insertToken(
  tx: EntityManager,
  { name, role, environments, labels, expiresAt }: TokenInput,
  createdBy: string,
  session: SessionOf | null = null,
): Promise<IssuedToken> {
  const secret = newSecret();
  const [token] = await tx.query<[StoredToken]>(
    `INSERT INTO api_token (name, digest, role, environments, labels, expires_at, created_by, subject, provider_session)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     RETURNING ${TOKEN_COLUMNS}`,
    [
      name,
      digestOf(secret),
      role,
      environments,
      labels,
      expiresAt,
      createdBy,
      session?.subject ?? null,
      session?.providerSession ?? null,
    ],
  );
  return { secret, token };
}

/** Revokes a token for good; not the last one that could make another. */
export async function revokeToken(
  dataSource: DataSource,
  issuer: Issuer,
  id: number,
): Promise<{ token: StoredToken | null; refusal: Refusal | null }> {
  return dataSource.transaction(async (tx) => {
    // Two who revoke each other's token come one after the other.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('playledger:admin-token'))`);
    const token = await findToken(tx, id);
    if (token === null) return { token, refusal: { code: 'not_found', message: 'This token does not exist.' } };
    if (token.revokedAt !== null) {
      return { token, refusal: { code: 'already_revoked', message: 'The token is already revoked.' } };
    }
    if (token.role === 'admin' && !token.isSession && !(await hasOtherAdmin(tx, id))) {
      const message = 'This is the last admin token. Create another one first.';
      return { token, refusal: { code: 'last_admin', message } };
    }
    await tx.query(`UPDATE api_token SET revoked_at = now() WHERE api_token.id = $1`, [id]);
    await writeAuditEntry(tx, { ...issuer, action: 'token.revoked', subject: subjectOf(token) });
    return { token: await findToken(tx, id), refusal: null };
  });
}

async function findToken(tx: EntityManager, id: number): Promise<StoredToken | null> {
  const [token] = await tx.query<StoredToken[]>(`SELECT ${TOKEN_COLUMNS} FROM api_token WHERE api_token.id = $1`, [id]);
  return token ?? null;
}

async function hasOtherAdmin(tx: EntityManager, id: number): Promise<boolean> {
  const [answer] = await tx.query<[{ exists: boolean }]>(
    `SELECT EXISTS (
       SELECT 1 FROM api_token
       WHERE api_token.role = 'admin' AND api_token.id <> $1 AND api_token.revoked_at IS NULL
         AND api_token.subject IS NULL
         AND (api_token.expires_at IS NULL OR api_token.expires_at > now())
     ) AS "exists"`,
    [id],
  );
  return answer.exists;
}

/** What the audit log calls a token. */
export function subjectOf({ id, name }: Pick<StoredToken, 'id' | 'name'>): string {
  return `token ${id} "${name}"`;
}
