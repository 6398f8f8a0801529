import { resolve } from 'node:path';
import type { Command } from 'commander';
import { writeAuditEntry } from '#database';
import { exportLedger, withLedgerSnapshot } from '#ledger';
import { withDatabase } from './with-database.js';

/** `export FILE`: the ledger with its seals as a file, which proves itself and later ledgers. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('export the ledger with its seals to a file of gzipped JSON lines')
    .argument('<file>')
    .action(async (file: string) => {
      await withDatabase('export', async (dataSource) => {
        const path = fromCaller(file);
        // Before the first line goes out, as of every export.
        await writeAuditEntry(dataSource, { action: 'export.ledger', actor: 'command line', subject: path });
        await withLedgerSnapshot(dataSource, async (ledger) => {
          const { batches } = await exportLedger(ledger, path);
          process.stdout.write(`Wrote ${batches} batches to ${path}\n`);
        });
      });
    });
}

/** npm runs scripts at the top of the repository, wherever it was called. */
export function fromCaller(file: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', file);
}
