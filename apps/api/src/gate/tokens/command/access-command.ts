import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { ROLES, type Role } from '#database';
import {
  issueToken,
  refusalOf,
  revokeToken,
  TOKEN_COLUMNS,
  type StoredToken,
  type TokenInput,
} from '../issue-token.js';

const USAGE = `Usage:
  npm run access -- create NAME --role ROLE [--environment NAME]... [--label NAME]... [--expires 2027-01-31]
  npm run access -- list
  npm run access -- revoke ID

ROLE is one of ${ROLES.join(', ')}. A token can read the runs that are in one of its environments and have one of its labels;
without any, all runs. The token is shown only once.
`;

/** A wrong call of the command. */
export class AccessCommandError extends Error {}

/** Does what the arguments say and returns what to print. Access to the database is enough: no token is needed. */
export async function runAccessCommand(dataSource: DataSource, args: readonly string[]): Promise<string> {
  const { values, positionals } = read(args);
  const [command, subject, ...more] = positionals;
  if (more.length > 0) throw new AccessCommandError(USAGE);
  if (command === 'list' && subject === undefined) return listed(dataSource);
  if (command === 'create' && subject !== undefined) return created(dataSource, wishOf(subject, values));
  if (command === 'revoke' && subject !== undefined) return revoked(dataSource, subject);
  throw new AccessCommandError(USAGE);
}

function read(args: readonly string[]) {
  const options = {
    role: { type: 'string' },
    environment: { type: 'string', multiple: true },
    label: { type: 'string', multiple: true },
    expires: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new AccessCommandError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

function wishOf(name: string, values: ReturnType<typeof read>['values']): TokenInput {
  const role = ROLES.find((known) => known === values.role);
  if (role === undefined) throw new AccessCommandError(`--role must be one of ${ROLES.join(', ')}.`);
  const expiresAt = values.expires === undefined ? null : new Date(values.expires);
  if (expiresAt !== null && Number.isNaN(expiresAt.getTime())) {
    throw new AccessCommandError(`--expires "${values.expires}" is not a date. Use 2027-01-31.`);
  }
  const wish = { name, role, environments: values.environment ?? [], labels: values.label ?? [], expiresAt };
  const refusal = refusalOf(wish, new Date());
  if (refusal !== null) throw new AccessCommandError(refusal.message);
  return wish;
}

async function created(dataSource: DataSource, wish: TokenInput): Promise<string> {
  const { secret, token } = await issueToken(dataSource, issuer(), wish);
  // The secret alone on standard output's last line, for `| tail -n 1`.
  return `Token ${token.id} "${token.name}" (${token.role}). Store it now; it will not be shown again:\n${secret}\n`;
}

async function revoked(dataSource: DataSource, id: string): Promise<string> {
  if (!/^\d{1,9}$/.test(id)) throw new AccessCommandError(`"${id}" is not the number of a token: see \`list\`.`);
  const { token, refusal } = await revokeToken(dataSource, issuer(), Number(id));
  if (refusal !== null) throw new AccessCommandError(refusal.message);
  return `Token ${id} "${token?.name ?? ''}" is revoked; running servers reject it within seconds.\n`;
}

async function listed(dataSource: DataSource): Promise<string> {
  const tokens = await dataSource.query<StoredToken[]>(`SELECT ${TOKEN_COLUMNS} FROM api_token ORDER BY api_token.id`);
  return tokens.map((token) => `${lineOf(token)}\n`).join('');
}

function lineOf({ id, name, role, environments, labels, expiresAt, lastUsedAt, revokedAt }: StoredToken): string {
  const facts = [
    ...environments.map((environment) => `environment ${environment}`),
    ...labels.map((label) => `label ${label}`),
    ...(expiresAt === null ? [] : [`expires ${expiresAt.toISOString()}`]),
    lastUsedAt === null ? 'never used' : `last used ${lastUsedAt.toISOString()}`,
    ...(revokedAt === null ? [] : [`revoked ${revokedAt.toISOString()}`]),
  ];
  return `${id}\t${role satisfies Role}\t${name}\t${facts.join(', ')}`;
}

function issuer(): { actor: string } {
  return { actor: `${userInfo().username} at the command line` };
}
