import { Command, CommanderError } from 'commander';
import { SettingsError } from '#config';
import { SealingRefused } from '#ledger';
import { exitOnUncaught } from '#telemetry';
import { addBackups } from './backups.command.js';
import { CommandFailed } from './command-failed.js';
import { addExport } from './export.command.js';
import { addRebuild } from './rebuild.command.js';
import { addRedact } from './redact.command.js';
import { addRetention } from './retention.command.js';
import { addSeal } from './seal.command.js';
import { addVerify } from './verify.command.js';

exitOnUncaught();

/** `npm run ledger -- NAME`: works on the database of DATABASE_URL, else on that of a running `npm start`. */
const program = new Command('npm run ledger --')
  .description('Works on the ledger of an installation, which may keep running.')
  .exitOverride();
for (const add of [addRebuild, addRetention, addVerify, addSeal, addExport, addRedact, addBackups]) add(program);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed it.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else {
    const isForPeople =
      error instanceof SettingsError || error instanceof CommandFailed || error instanceof SealingRefused;
    if (!isForPeople) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
