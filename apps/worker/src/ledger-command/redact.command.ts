import { text } from 'node:stream/consumers';
import { InvalidArgumentError, type Command } from 'commander';
import { BreaksEvents, REDACTABLE, redactLedger, signingKey, WHAT_IS_REDACTABLE } from '#ledger';
import { lineOf } from './backups.command.js';
import { CommandFailed } from './command-failed.js';
import { withDatabase } from './with-database.js';

interface Options {
  reason: string;
  by: string;
  dryRun: boolean;
}

/** `redact --reason TEXT`: takes the secret on standard input out of everything that is held. */
export function addRedact(program: Command): void {
  program
    .command('redact')
    .description('remove the secret on standard input from ledger, projections, search and dead letters')
    .requiredOption('--reason <text>', 'reason for the record, without the secret', reasonOf)
    .option('--by <name>', 'who does it, for the record', 'command line')
    .option('--dry-run', 'only report where it is stored', false)
    .action(redact);
}

function reasonOf(reason: string): string {
  if (reason.trim() === '') throw new InvalidArgumentError('The record needs a reason.');
  return reason;
}

async function redact({ reason, by, dryRun }: Options): Promise<void> {
  // Not an argument: those are in the shell's history, and in the process list for all users to see.
  const secret = await text(process.stdin);
  if (!REDACTABLE.test(secret)) throw new CommandFailed(`Give ${WHAT_IS_REDACTABLE}, on standard input.`);
  await withDatabase('redact', async (dataSource, settings) => {
    const wish = { secret, reason, by: { actor: by }, isDryRun: dryRun };
    const outcome = await redactLedger(dataSource, await signingKey(settings), wish).catch((error: unknown) => {
      throw error instanceof BreaksEvents ? new CommandFailed(error.message) : error;
    });
    const { batches, runs, deadLetters, rowsElsewhere, backups, id } = outcome;
    const where = `${batches} batches of ${runs} runs, ${deadLetters} dead letters and ${rowsElsewhere} other rows`;
    process.stdout.write(id === null ? `Found in ${where}.\n` : `Redaction ${id}: removed from ${where}.\n`);
    if (backups.length > 0) {
      process.stdout.write(
        `Backups that may still contain it:\n${backups.map((each) => `${lineOf(each)}\n`).join('')}`,
      );
    }
    if (id !== null) process.stdout.write('So may exports, and backups that were not recorded.\n');
  });
}
