import { InvalidArgumentError, type Command } from 'commander';
import { NothingToRestart, restartSeals, sealLedger, sealName } from '#ledger';
import { CommandFailed } from './command-failed.js';
import { withDatabase } from './with-database.js';

interface Options {
  restart?: string;
  by: string;
}

/** `seal [--restart REASON]`: what a worker does every hour, now; `--restart`: what it must not do by itself. */
export function addSeal(program: Command): void {
  program
    .command('seal')
    .description('sign the current end of the ledger')
    .option(
      '--restart <reason>',
      'continue from the seals in the database although they are not the ones made here, as after restoring a backup; ' +
        'the seal records this permanently',
      reasonOf,
    )
    .option('--by <name>', 'who restarts, for the record', 'command line')
    .action(async ({ restart, by }: Options) => (restart === undefined ? seal() : restartFor({ reason: restart, by })));
}

function reasonOf(reason: string): string {
  if (reason.trim() === '') throw new InvalidArgumentError('The seal needs a reason.');
  return reason.trim();
}

async function seal(): Promise<void> {
  await withDatabase('seal', async (dataSource, settings) => {
    const made = await sealLedger(dataSource, settings);
    process.stdout.write(
      made === null ? 'Nothing new since the last seal.\n' : `Sealed ${sealName(made.id, made.digest)}\n`,
    );
  });
}

async function restartFor(wish: { reason: string; by: string }): Promise<void> {
  await withDatabase('seal', async (dataSource, settings) => {
    const { id, digest } = await restartSeals(dataSource, settings, wish).catch((error: unknown) => {
      throw error instanceof NothingToRestart ? new CommandFailed(error.message) : error;
    });
    process.stdout.write(`Restarted with seal ${sealName(id, digest)}\n`);
  });
}
