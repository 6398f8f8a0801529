import type { DataSource } from 'typeorm';
import { TABLES } from './tables.js';

/** The tables that grow with the results: partitioned by run id, that is, by month. */
export const PARTITIONED_TABLES = TABLES.filter(({ partitioned }) => partitioned).map(({ name }) => name);

/** The smallest UUID whose version 7 time is `date`: partitions by run id are partitions by time. */
export function uuidLowerBound(date: Date): string {
  const hex = Math.max(0, date.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

/** The time inside a UUIDv7. */
export function uuidTime(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}

/**
 * Makes the monthly partitions of this month and of `monthsAhead` more. Runs whose clock lies elsewhere go to the
 * default partition. Safe to call from several processes at once.
 */
export async function ensurePartitions(dataSource: DataSource, now: Date, monthsAhead = 3): Promise<void> {
  for (let offset = 0; offset <= monthsAhead; offset++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset + 1, 1));
    const suffix = from.toISOString().slice(0, 7).replace('-', '_');
    for (const table of PARTITIONED_TABLES) await ensurePartition(dataSource, table, `${table}_${suffix}`, from, to);
  }
}

async function ensurePartition(
  dataSource: DataSource,
  table: string,
  name: string,
  from: Date,
  to: Date,
): Promise<void> {
  await dataSource.transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('playledger:partitions'))`);
    const [found] = await tx.query<{ exists: boolean }[]>(`SELECT to_regclass($1) IS NOT NULL AS "exists"`, [name]);
    if (found?.exists) return;
    const bounds = [uuidLowerBound(from), uuidLowerBound(to)];
    // Early runs of that month (a clock that was ahead) already lie in the default partition: they stay there.
    const [early] = await tx.query<{ exists: boolean }[]>(
      `SELECT EXISTS (SELECT 1 FROM ${table}_default WHERE run_id >= $1 AND run_id < $2) AS "exists"`,
      bounds,
    );
    if (early?.exists) return;
    await tx.query(`CREATE TABLE ${name} PARTITION OF ${table} FOR VALUES FROM ('${bounds[0]}') TO ('${bounds[1]}')`);
  });
}
