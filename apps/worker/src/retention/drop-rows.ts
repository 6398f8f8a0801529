import { setTimeout as sleep } from 'node:timers/promises';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import { PARTITIONED_TABLES } from '#database';
import { makeRestTable } from './make-rest-table.js';

/** While we wait for a table, whoever comes behind us waits too: not longer than this, and then we let them pass. */
const LOCK_TIMEOUT_MS = 800;
const PAUSE_MS = 300;
const ATTEMPTS = 2_000;

/** Not free in time, and a deadlock that was broken at our cost. */
const BUSY = new Set(['55P03', '40P01']);

interface Partition {
  name: string;
  /** As ATTACH PARTITION takes it: `FOR VALUES FROM ... TO ...`, or `DEFAULT`. */
  bounds: string;
}

/** What became of a partition; the time is that in which its table was locked. */
export interface DroppedPartition {
  name: string;
  how: 'dropped' | 'rewritten';
  lockedMs: number;
}

/**
 * Drops the rows of the runs that were marked at `droppedAt`. A partition that holds nothing else goes as a whole; in
 * the place of one that does comes a table with the rest of it. No row is deleted, so there is nothing to vacuum. May
 * be broken off and called again. A table's lock is held for milliseconds, after waiting for at most a second at a
 * time: uploads and questions go on.
 */
export async function dropRows(
  dataSource: DataSource,
  droppedAt: string,
  tell: (partition: DroppedPartition) => void,
): Promise<void> {
  await dropLeftovers(dataSource);
  for (const table of PARTITIONED_TABLES) {
    for (const partition of await partitionsOf(dataSource, table)) {
      const { hasDropped, hasKept } = await contentOf(dataSource, partition.name, droppedAt);
      if (!hasDropped) continue;
      const droppedMs = hasKept ? null : await dropWhole(dataSource, table, partition, droppedAt);
      const lockedMs = droppedMs ?? (await rewrite(dataSource, table, partition));
      tell({ name: partition.name, how: droppedMs === null ? 'rewritten' : 'dropped', lockedMs });
    }
  }
}

function partitionsOf(dataSource: DataSource, table: string): Promise<Partition[]> {
  return dataSource.query<Partition[]>(
    `SELECT child.relname AS name, pg_get_expr(child.relpartbound, child.oid) AS bounds
     FROM pg_inherits JOIN pg_class AS child ON child.oid = pg_inherits.inhrelid
     WHERE pg_inherits.inhparent = $1::regclass
     ORDER BY child.relname`,
    [table],
  );
}

/** Run by run, by the key of the partition: it costs what there are runs, not rows. */
async function contentOf(
  db: DataSource | EntityManager,
  partition: string,
  droppedAt: string,
): Promise<{ hasDropped: boolean; hasKept: boolean }> {
  const anyRunThat = (condition: string) => `EXISTS (
    SELECT 1 FROM ledger_run
    WHERE ${condition} AND EXISTS (SELECT 1 FROM ${partition} AS part WHERE part.run_id = ledger_run.run_id)
  )`;
  const [content] = await db.query<{ hasDropped: boolean; hasKept: boolean }[]>(
    `SELECT ${anyRunThat('ledger_run.details_dropped_at = $1')} AS "hasDropped",
       ${anyRunThat('ledger_run.details_dropped_at IS NULL')} AS "hasKept"`,
    [droppedAt],
  );
  return content ?? { hasDropped: false, hasKept: false };
}

/** null: since we looked, an upload that was late has brought a run that stays. */
async function dropWhole(
  dataSource: DataSource,
  table: string,
  { name, bounds }: Partition,
  droppedAt: string,
): Promise<number | null> {
  const lockedMs = await whenFree(dataSource, async (tx) => {
    await lockForReading(tx, name);
    if ((await contentOf(tx, name, droppedAt)).hasKept) return null;
    if (bounds === 'DEFAULT') {
      await tx.query(`LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`);
      return locked(() => tx.query(`TRUNCATE ${name}`));
    }
    await tx.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return locked(() => detach(tx, table, name));
  });
  await dropLeftovers(dataSource);
  return lockedMs;
}

async function rewrite(dataSource: DataSource, table: string, { name, bounds }: Partition): Promise<number> {
  const [, from, to] = /FROM \('([^']+)'\) TO \('([^']+)'\)/.exec(bounds) ?? [];
  const rest = `${name}_rest`;
  const lockedMs = await whenFree(dataSource, async (tx) => {
    await lockForReading(tx, name);
    await makeRestTable(tx, name, rest);
    const [columns] = await tx.query<{ names: string }[]>(
      `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS names FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [table],
    );
    await tx.query(
      `INSERT INTO ${rest} (${columns?.names}) SELECT ${columns?.names} FROM ${name} AS part
       WHERE NOT EXISTS (
         SELECT 1 FROM ledger_run
         WHERE ledger_run.run_id = part.run_id AND ledger_run.details_dropped_at IS NOT NULL
       )`,
    );
    // With it, taking the table in as a partition reads no row.
    if (from !== undefined) {
      await tx.query(`ALTER TABLE ${rest} ADD CONSTRAINT within CHECK (run_id >= '${from}' AND run_id < '${to}')`);
    }
    await tx.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return locked(async () => {
      await detach(tx, table, name);
      await tx.query(`ALTER TABLE ${rest} RENAME TO ${name}`);
      await tx.query(`ALTER TABLE ${table} ATTACH PARTITION ${name} ${bounds}`);
      if (from !== undefined) await tx.query(`ALTER TABLE ${name} DROP CONSTRAINT within`);
    });
  });
  await dropLeftovers(dataSource);
  await dataSource.query(`ANALYZE ${name}`);
  return lockedMs;
}

/** What we read of it then is all there is: its writers, which are late uploads and rebuilds of old runs, wait. */
async function lockForReading(tx: EntityManager, partition: string): Promise<void> {
  await tx.query(`LOCK TABLE ONLY ${partition} IN SHARE ROW EXCLUSIVE MODE`);
}

/** Its files go later, when nobody waits for the table any more. */
async function detach(tx: EntityManager, table: string, partition: string): Promise<void> {
  await tx.query(`ALTER TABLE ${table} DETACH PARTITION ${partition}`);
  await tx.query(`ALTER TABLE ${partition} RENAME TO ${leftover(partition)}`);
}

/** Partitions are named after their table and month: the longest has far less than Postgres's 63 characters. */
function leftover(partition: string): string {
  return `dropped_${partition}`;
}

/** Drops what was detached, now or by somebody who was killed before he could. */
async function dropLeftovers(dataSource: DataSource): Promise<void> {
  const tables = await dataSource.query<{ name: string }[]>(
    `SELECT relname AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname ~ $1`,
    [`^dropped_(${PARTITIONED_TABLES.join('|')})_`],
  );
  for (const { name } of tables) await dataSource.query(`DROP TABLE ${name}`);
}

async function locked(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** A transaction that begins again when it cannot have its locks soon. */
async function whenFree<T>(dataSource: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dataSource.transaction(async (tx) => {
        await tx.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
        return work(tx);
      });
    } catch (error) {
      if (attempt === ATTEMPTS || !isBusy(error)) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof QueryFailedError && BUSY.has((error.driverError as { code?: string }).code ?? '');
}
