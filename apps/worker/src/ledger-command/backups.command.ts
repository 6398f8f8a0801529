import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { keptBackups, noteBackup, noteBackupGone, type Backup } from '#ledger';
import { CommandFailed } from './command-failed.js';
import { fromCaller } from './export.command.js';
import { withDatabase } from './with-database.js';

const DAY_MS = 86_400_000;
/** Between the clock of the host that made a backup and ours. */
const CLOCK_TOLERANCE_MS = 60_000;

interface By {
  by: string;
}

interface NoteOptions extends By {
  begun: Date;
  file?: string;
  keep?: number;
}

/** `backups`, `backups note LOCATION`, `backups gone ID...`: what redactions do not reach. */
export function addBackups(program: Command): void {
  const backups = program
    .command('backups')
    .description('list existing backups, and which redacted secrets they may still contain');
  const by = ['--by <name>', 'who says so, for the record', 'command line'] as const;
  backups.command('list', { isDefault: true, hidden: true }).action(list);
  backups
    .command('note')
    .description('record that a backup exists')
    .argument('<location>', 'where it is stored, for those who have to delete it')
    .requiredOption('--begun <time>', 'when it was started: 2026-11-23T02:00:00Z', timeOf)
    .option('--file <path>', 'its file, to record its SHA-256')
    .option('--keep <days>', 'number of days after which it is deleted', daysOf)
    .option(...by)
    .action(note);
  backups
    .command('gone')
    .description('record that backups were deleted')
    .argument('<id...>', 'the numbers of the backups')
    .option(...by)
    .action(gone);
}

/** One line for people. */
export function lineOf({ id, begunAt, location, seal, sha256, expiresAt }: Backup): string {
  const facts = [
    `begun ${begunAt.toISOString()}`,
    ...(seal === null ? [] : [`seal ${seal}`]),
    ...(expiresAt === null ? [] : [`until ${expiresAt.toISOString()}`]),
    ...(sha256 === null ? [] : [`sha256 ${sha256.toString('hex')}`]),
  ];
  return `${id}\t${location}\t${facts.join(', ')}`;
}

async function list(): Promise<void> {
  await withDatabase('backups', async (dataSource) => {
    for (const { redactions, ...backup } of await keptBackups(dataSource)) {
      const holds = redactions.length === 0 ? '' : `, may contain what redaction ${redactions.join(', ')} removed`;
      process.stdout.write(`${lineOf(backup)}${holds}\n`);
    }
  });
}

async function note(location: string, { begun, file, keep, by }: NoteOptions): Promise<void> {
  // A time to come would hide it from the redactions until then.
  if (begun.getTime() > Date.now() + CLOCK_TOLERANCE_MS)
    throw new CommandFailed('The start of a backup cannot be in the future.');
  const sha256 = file === undefined ? null : await digestOf(fromCaller(file));
  const expiresAt = keep === undefined ? null : new Date(begun.getTime() + keep * DAY_MS);
  await withDatabase('backups', async (dataSource) => {
    const id = await noteBackup(dataSource, { begunAt: begun, location, sha256, expiresAt }, { actor: by });
    process.stdout.write(`Backup ${id} recorded.\n`);
  });
}

async function gone(ids: readonly string[], { by }: By): Promise<void> {
  await withDatabase('backups', async (dataSource) => {
    for (const id of ids) {
      const isKnown = /^\d{1,9}$/.test(id) && (await noteBackupGone(dataSource, Number(id), { actor: by }));
      if (!isKnown) throw new CommandFailed(`"${id}" is not the number of an existing backup: see \`backups\`.`);
      process.stdout.write(`Backup ${id} recorded as deleted.\n`);
    }
  });
}

async function digestOf(path: string): Promise<Buffer> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash).catch((error: unknown) => {
    throw new CommandFailed(`${path} cannot be read: ${(error as Error).message}`);
  });
  return hash.digest();
}

function timeOf(text: string): Date {
  const time = new Date(text);
  // Without a zone it would be another time on another machine.
  if (Number.isNaN(time.getTime()) || !/(Z|[+-]\d\d:?\d\d)$/i.test(text)) {
    throw new InvalidArgumentError('Give a time with its zone, such as 2026-11-23T02:00:00Z.');
  }
  return time;
}

function daysOf(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('Give a number of days.');
  return Number(text);
}
