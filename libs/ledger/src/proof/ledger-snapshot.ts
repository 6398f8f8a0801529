import type { DataSource } from 'typeorm';
import type { LedgerRecords } from './ledger-records.js';
import { storedLedger } from './stored-ledger.js';

/** Shows the ledger of a database as it is now, whatever is appended, redacted or dropped meanwhile. */
export function withLedgerSnapshot<T>(dataSource: DataSource, work: (ledger: LedgerRecords) => Promise<T>): Promise<T> {
  return dataSource.transaction('REPEATABLE READ', async (tx) => {
    // No snapshot keeps a partition that is detached or truncated: retention waits. Before the first query, which takes
    // the snapshot: it would not show that retention was faster.
    await tx.query(`LOCK TABLE ledger_batch IN ACCESS SHARE MODE`);
    return work(storedLedger(tx));
  });
}
