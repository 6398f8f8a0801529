import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exportLedger, withLedgerSnapshot } from '#ledger';
import { withDatabase } from './with-database.js';

/** `export FILE`: the ledger with its seals as a file, which proves itself and later ledgers. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('write the ledger with its seals to a file, gzipped JSON lines')
    .argument('<file>')
    .action(async (file: string) => {
      await withDatabase('export', (dataSource) =>
        withLedgerSnapshot(dataSource, async (ledger) => {
          const path = fromCaller(file);
          const { batches } = await exportLedger(ledger, path);
          process.stdout.write(`Wrote ${batches} batches to ${path}\n`);
        }),
      );
    });
}

/** npm runs scripts at the top of the repository, wherever it was called. */
export function fromCaller(file: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', file);
}
