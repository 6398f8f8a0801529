import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { RUN_TABLES } from '#database';

/** What stands elsewhere for a number or a key: the same in every database. */
const TOLD_BY_KEY: Record<string, string> = {
  deployment_host: `(SELECT containers FROM container_set WHERE key = container_set_key) AS containers`,
  host_facts: `(SELECT facts FROM fact_set WHERE key = fact_set_key) AS facts`,
  task_outcome: `${namesOf('host_ids')} AS hosts, ${namesOf('drifted_host_ids')} AS drifted_hosts`,
};

function namesOf(hostIds: string): string {
  return `(SELECT array_agg(host.name ORDER BY place) FROM unnest(${hostIds}) WITH ORDINALITY AS one(id, place) JOIN host USING (id))`;
}

/** It tells of several runs: as each of them finds it. */
const GROUPS_OF_RUN = `
  SELECT failure_group_run.run_id, failure_group.*
  FROM failure_group JOIN failure_group_run USING (fingerprint)
  WHERE failure_group_run.run_id = $1
  ORDER BY fingerprint`;

/** What a user could not tell apart: row numbers, and places in the ledger. */
const PLACES = ['host_id', 'host_ids', 'drifted_host_ids', 'batch_no', 'position', 'derived_at'];

/** The projections of one run as text, for comparing two ways of getting there. */
export async function projectionOf(dataSource: DataSource, runId: string): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const { name, query } of queriesOf(dataSource)) {
    const rows = await dataSource.query<{ row: object }[]>(
      `SELECT to_jsonb(all_rows) AS row FROM (${query}) AS all_rows`,
      [runId],
    );
    tables[name] = rows.map(({ row }) => {
      const copy = { ...row };
      for (const place of PLACES) Reflect.deleteProperty(copy, place);
      return copy;
    });
  }
  return tables;
}

/** Of everything that is folded or derived, in the order of its key. */
function queriesOf(dataSource: DataSource): { name: string; query: string }[] {
  const ofRuns = RUN_TABLES.filter(({ holds }) => holds === 'folded' || holds === 'derived');
  const queries = ofRuns.map(({ name, entity, runColumn }) => {
    const { columns, primaryColumns } = dataSource.getMetadata(entity!);
    const hasHost = columns.some(({ databaseName }) => databaseName === 'host_id');
    const told = [`${name}.*`, hasHost ? 'host.name AS host' : [], TOLD_BY_KEY[name] ?? []].flat().join(', ');
    const from = hasHost ? `${name} LEFT JOIN host ON host.id = ${name}.host_id` : name;
    const key = primaryColumns.map(({ databaseName: column }) =>
      column === 'host_id' ? 'host.name' : `${name}.${column}`,
    );
    return { name, query: `SELECT ${told} FROM ${from} WHERE ${name}.${runColumn} = $1 ORDER BY ${key.join(', ')}` };
  });
  return [...queries, { name: 'failure_group', query: GROUPS_OF_RUN }];
}

/** Takes a run, and the groups of failures, out of every table: as if it had never been sent. */
export async function forgetRun(dataSource: DataSource, runId: string): Promise<void> {
  // What the run has added to its day can be taken back only by who finds it there.
  const forgotten = RUN_TABLES.filter(({ name }) => name !== 'run_statistic');
  for (const { name, runColumn } of forgotten) {
    await dataSource.query(`DELETE FROM ${name} WHERE ${runColumn} = $1`, [runId]);
  }
  await dataSource.query(
    `DELETE FROM failure_group WHERE NOT EXISTS (
       SELECT 1 FROM failure_group_run WHERE failure_group_run.fingerprint = failure_group.fingerprint
     )`,
  );
}

export function digestOf(tables: Record<string, unknown[]>): string {
  return createHash('sha256').update(JSON.stringify(tables)).digest('hex');
}
