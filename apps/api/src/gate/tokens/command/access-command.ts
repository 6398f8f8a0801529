import { userInfo } from 'node:os';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
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

/** A wrong call of the command, or one that is refused. */
export class AccessCommandError extends Error {}

/** Lets the command work on the database; help and wrong calls need none. */
export type UseDatabase = (work: (dataSource: DataSource) => Promise<string>) => Promise<string>;

interface CreateOptions {
  role: Role;
  environment: string[];
  label: string[];
  expires?: Date;
}

/** Does what the arguments say and returns what to print. Access to the database is enough: no token is needed. */
export async function runAccessCommand(use: UseDatabase, args: readonly string[]): Promise<string> {
  const output = { said: '', complaint: '' };
  try {
    await accessProgram(use, output).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new AccessCommandError(output.complaint.trimEnd(), { cause: error });
  }
  return output.said;
}

function accessProgram(use: UseDatabase, output: { said: string; complaint: string }): Command {
  const say = (text: string) => void (output.said += text);
  const complain = (text: string) => void (output.complaint += text);
  const program = new Command('npm run access --')
    .description('Manages the tokens of an installation, in its database. It may keep running.')
    .exitOverride()
    .configureOutput({ writeOut: say, writeErr: complain })
    .showHelpAfterError();
  program
    .command('create')
    .description('create a token; it can read the runs that are in one of its environments and have one of its labels')
    .argument('<name>', 'name of the token, as lists and the audit log show it')
    .addOption(new Option('--role <role>', 'what the token may do').choices(ROLES).makeOptionMandatory())
    .addOption(repeated('--environment <name>', 'only runs in this environment; may be repeated'))
    .addOption(repeated('--label <name>', 'only runs with this label; may be repeated'))
    .option('--expires <date>', 'reject the token from this date, such as 2027-01-31', date)
    .action(async (name: string, options: CreateOptions) => {
      const { role, environment: environments, label: labels, expires = null } = options;
      const input = { name, role, environments, labels, expiresAt: expires };
      const refusal = refusalOf(input, new Date());
      if (refusal !== null) throw new AccessCommandError(refusal.message);
      say(await use((dataSource) => created(dataSource, input)));
    });
  program
    .command('list')
    .description('list all tokens, with their numbers')
    .action(async () => say(await use(listed)));
  program
    .command('revoke')
    .description('revoke a token')
    .argument('<number>', 'number of the token', tokenNumber)
    .action(async (id: number) => say(await use((dataSource) => revoked(dataSource, id))));
  return program;
}

function repeated(flags: string, description: string): Option {
  const collect = (value: string, before: string[]) => [...before, value];
  return new Option(flags, description).argParser(collect).default([], 'all runs');
}

function date(text: string): Date {
  const read = new Date(text);
  if (Number.isNaN(read.getTime())) throw new InvalidArgumentError(`"${text}" is not a date. Use 2027-01-31.`);
  return read;
}

function tokenNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`"${text}" is not the number of a token: see \`list\`.`);
  return Number(text);
}

async function created(dataSource: DataSource, input: TokenInput): Promise<string> {
  const { secret, token } = await issueToken(dataSource, issuer(), input);
  // The secret alone on standard output's last line, for `| tail -n 1`.
  return `Token ${token.id} "${token.name}" (${token.role}). Store it now; it will not be shown again:\n${secret}\n`;
}

async function revoked(dataSource: DataSource, id: number): Promise<string> {
  const { token, refusal } = await revokeToken(dataSource, issuer(), id);
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
