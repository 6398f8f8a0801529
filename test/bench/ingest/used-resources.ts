import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { ServerProcess } from '../processes.js';

/** Kernel ticks a second, in which /proc counts. */
const TICKS = 100;

export interface MeasuredProcesses {
  api: ServerProcess[];
  worker: ServerProcess[];
  redis: ServerProcess[];
}

/** Bytes of the database, and of its parts: the ledger with its indexes, the other tables, their indexes. */
export async function sizesOf(database: pg.Client) {
  const { rows } = await database.query<{ all: string; ledger: string; rows: string; indexes: string }>(
    `SELECT pg_database_size(current_database()) AS "all",
       sum(pg_total_relation_size(oid)) FILTER (WHERE is_ledger) AS ledger,
       sum(pg_table_size(oid)) FILTER (WHERE NOT is_ledger) AS rows,
       sum(pg_indexes_size(oid)) FILTER (WHERE NOT is_ledger) AS indexes
     FROM (
       SELECT oid, relname LIKE 'ledger\\_%' AS is_ledger FROM pg_class
       WHERE relkind = 'r' AND relnamespace <> 'pg_catalog'::regnamespace
     ) AS tables`,
  );
  const [sizes] = rows;
  return {
    all: Number(sizes?.all),
    ledger: Number(sizes?.ledger),
    rows: Number(sizes?.rows),
    indexes: Number(sizes?.indexes),
  };
}

/** Seconds of processor that each kind of process has taken; those of Postgres with what it has forked. */
export function cpuSeconds({ api, worker, redis }: MeasuredProcesses, dataDir: string) {
  const postmaster = Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  let postgres = 0;
  for (const pid of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    const { parent, own, reaped } = statOf(pid);
    if (pid === postmaster) postgres += own + reaped;
    else if (parent === postmaster) postgres += own;
  }
  const own = (children: ServerProcess[]) => children.reduce((sum, { pid }) => sum + statOf(pid).own, 0);
  return { api: own(api), worker: own(worker), postgres, redis: own(redis) };
}

/** Seconds of processor of a process, and of its children that have ended. */
function statOf(pid: number | undefined): { parent: number; own: number; reaped: number } {
  try {
    const fields = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    const ticks = (at: number) => fields[at] ?? 0;
    return { parent: ticks(1), own: (ticks(11) + ticks(12)) / TICKS, reaped: (ticks(13) + ticks(14)) / TICKS };
  } catch {
    return { parent: 0, own: 0, reaped: 0 };
  }
}

/** Of the largest one. */
export function peakMiBOf(children: ServerProcess[]): number {
  const peaks = children.map(({ pid }) => {
    const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8')) ?? [];
    return Number(kib) / 1024;
  });
  return Math.max(...peaks);
}
