import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** What a user could tell apart, table by table; row numbers and places in the ledger are not among it. */
const TABLES: Record<string, string> = {
  run: `SELECT * FROM run ORDER BY id`,
  play: `SELECT * FROM play ORDER BY run_id, seq`,
  task: `SELECT * FROM task ORDER BY run_id, seq`,
  run_host: `SELECT host.name, run_host.* FROM run_host JOIN host ON host.id = host_id ORDER BY run_id, host.name`,
  task_result: `SELECT host.name, task_result.* FROM task_result JOIN host ON host.id = host_id ORDER BY run_id, seq`,
  container_result: `SELECT host.name AS host, container_result.* FROM container_result JOIN host ON host.id = host_id ORDER BY run_id, seq, item`,
  result_diff: `SELECT * FROM result_diff ORDER BY run_id, seq`,
  role_service: `SELECT * FROM role_service ORDER BY run_id, play_seq, role`,
  change_count: `SELECT host.name, change_count.* FROM change_count JOIN host ON host.id = host_id ORDER BY run_id, service, hour, host.name`,
  run_change_count: `SELECT * FROM run_change_count ORDER BY run_id, service, hour`,
  task_outcome: `SELECT (SELECT array_agg(host.name ORDER BY place) FROM unnest(host_ids) WITH ORDINALITY AS one(id, place) JOIN host USING (id)) AS hosts, (SELECT array_agg(host.name ORDER BY place) FROM unnest(drifted_host_ids) WITH ORDINALITY AS one(id, place) JOIN host USING (id)) AS drifted_hosts, task_outcome.* FROM task_outcome ORDER BY run_id, service, task, action`,
  run_origin: `SELECT * FROM run_origin`,
  deployment: `SELECT * FROM deployment ORDER BY run_id, service`,
  deployment_host: `SELECT host.name, container_set.containers, deployment_host.* FROM deployment_host JOIN host ON host.id = host_id JOIN container_set ON key = container_set_key ORDER BY run_id, service, host.name`,
  host_facts: `SELECT host.name, fact_set.facts, host_facts.* FROM host_facts JOIN host ON host.id = host_id JOIN fact_set ON key = fact_set_key ORDER BY run_id, host.name`,
  failure: `SELECT host.name, failure.* FROM failure JOIN host ON host.id = host_id ORDER BY run_id, seq`,
  failure_group_run: `SELECT * FROM failure_group_run ORDER BY run_id, fingerprint`,
  failure_group: `
    SELECT failure_group_run.run_id, failure_group.*
    FROM failure_group JOIN failure_group_run USING (fingerprint)
    ORDER BY fingerprint`,
  run_search: `SELECT * FROM run_search`,
  run_statistic: `SELECT host.name, run_statistic.* FROM run_statistic LEFT JOIN host ON host.id = host_id ORDER BY run_id, scope, service, host.name`,
};
const PLACES = ['host_id', 'host_ids', 'drifted_host_ids', 'batch_no', 'position', 'derived_at'];

/** The projections of one run as text, for comparing two ways of getting there. */
export async function projectionOf(dataSource: DataSource, runId: string): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const [table, query] of Object.entries(TABLES)) {
    const rows = await dataSource.query<Record<string, unknown>[]>(
      `SELECT to_jsonb(all_rows) AS row FROM (${query}) AS all_rows WHERE coalesce(to_jsonb(all_rows)->>'run_id', to_jsonb(all_rows)->>'id') = $1`,
      [runId],
    );
    tables[table] = rows.map(({ row }) => {
      const copy = { ...(row as Record<string, unknown>) };
      for (const place of PLACES) Reflect.deleteProperty(copy, place);
      return copy;
    });
  }
  return tables;
}

/** Takes a run, and the groups of failures, out of every table: as if it had never been sent. */
export async function forgetRun(dataSource: DataSource, runId: string): Promise<void> {
  const deployed = ['run_origin', 'deployment', 'deployment_host'];
  const derived = [...deployed, 'role_service', 'change_count', 'run_change_count', 'task_outcome', 'run_search'];
  const folded = [
    'play',
    'task',
    'run_host',
    'task_result',
    'failure',
    'container_result',
    'result_diff',
    'host_facts',
  ];
  for (const table of ['ledger_run', 'ledger_batch', ...folded, ...derived]) {
    await dataSource.query(`DELETE FROM ${table} WHERE run_id = $1`, [runId]);
  }
  await dataSource.query('DELETE FROM failure_group_run WHERE run_id = $1', [runId]);
  await dataSource.query(
    `DELETE FROM failure_group WHERE NOT EXISTS (
       SELECT FROM failure_group_run WHERE failure_group_run.fingerprint = failure_group.fingerprint
     )`,
  );
  await dataSource.query('DELETE FROM run WHERE id = $1', [runId]);
}

export function digestOf(tables: Record<string, unknown[]>): string {
  return createHash('sha256').update(JSON.stringify(tables)).digest('hex');
}
