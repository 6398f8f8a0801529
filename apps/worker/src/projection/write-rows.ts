import type { EntityManager } from 'typeorm';
import { queryPrepared } from '#database';
import { DERIVATION_DUE } from '../derivation/derive-run.js';
import type { FoldedRows } from './fold-events.js';
import { FOLD_TABLES } from './fold-tables.js';

/** What writing a fold's rows showed about the run. */
export interface WrittenFold {
  derivationDue: boolean;
  /** Machines that the run had not named before; null while it has no failure, when nobody asks. */
  newHosts: readonly string[] | null;
}

/**
 * Writes what a fold gave, all tables in one statement that Postgres plans once: a run that goes on is folded every
 * second. Every table may hold rows of earlier or later events of the same run, and is left the same in any order.
 * Counters are added: the caller folds each event once.
 */
export async function writeRows(
  tx: EntityManager,
  runId: string,
  folded: FoldedRows,
  hostIds: ReadonlyMap<string, number>,
): Promise<WrittenFold> {
  const hostIdOf = (host: string) => idOf(hostIds, host);
  const values: unknown[] = [runId, folded.hosts.map(({ host }) => hostIdOf(host))];
  const inserts = FOLD_TABLES.flatMap(({ name, valuesOf, insert }) => {
    const given = valuesOf(folded, { runId, hostIdOf }).map((value) => `$${values.push(value)}`);
    return given.length === 0 ? [] : `${name}_written AS (${insert(...given)})`;
  });
  const [written] = await queryPrepared<{ derivationDue: boolean; newHostIds: number[] | null }>(
    tx,
    // Read as it was before this statement: no part of it sees what another one writes.
    `WITH ${inserts.join(',\n')}
     SELECT ${DERIVATION_DUE('run_written')} AS "derivationDue",
       CASE WHEN EXISTS (SELECT 1 FROM failure WHERE failure.run_id = $1) THEN ARRAY(
         SELECT named.id FROM unnest($2::int[]) AS named(id)
         WHERE NOT EXISTS (SELECT 1 FROM run_host WHERE run_host.run_id = $1 AND run_host.host_id = named.id)
       ) END AS "newHostIds"
     FROM run_written`,
    values,
  );
  if (written === undefined) throw new Error(`The row of run ${runId} was not written`);
  const { derivationDue, newHostIds } = written;
  const hadFailures = newHostIds !== null;
  if (!hadFailures && folded.failures.length === 0) return { derivationDue, newHosts: null };
  const isNew = new Set(newHostIds);
  const newHosts = folded.hosts.map(({ host }) => host).filter((host) => isNew.has(hostIdOf(host)));
  return { derivationDue, newHosts };
}

function idOf(hostIds: ReadonlyMap<string, number>, host: string): number {
  const id = hostIds.get(host);
  if (id === undefined) throw new Error(`Host ${host} has no id`);
  return id;
}
