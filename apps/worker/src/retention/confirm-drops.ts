import type { KeyObject } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { writeAuditEntry } from '#database';
import { signStoredRetention } from '#ledger';

/**
 * Signs what was dropped before retention signed anything, as it is found. No worker does so by himself: whoever owns
 * the database could let him sign whatever is gone. Answers the numbers.
 */
export function confirmDrops(dataSource: DataSource, key: KeyObject, by: string): Promise<number[]> {
  return dataSource.transaction(async (tx) => {
    const drops = await tx.query<{ id: number }[]>(`SELECT id FROM retention_drop WHERE signature = '' ORDER BY id`);
    for (const { id } of drops) {
      await signStoredRetention(tx, key, id);
      await writeAuditEntry(tx, { action: 'retention.confirmed', actor: by, subject: `retention ${id}` });
    }
    return drops.map(({ id }) => id);
  });
}
