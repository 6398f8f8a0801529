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
  run_origin: `SELECT * FROM run_origin`,
  deployment: `SELECT * FROM deployment ORDER BY run_id, service`,
  deployment_host: `SELECT host.name, deployment_host.* FROM deployment_host JOIN host ON host.id = host_id ORDER BY run_id, service, host.name`,
  run_search: `SELECT * FROM run_search`,
  run_statistic: `SELECT host.name, run_statistic.* FROM run_statistic LEFT JOIN host ON host.id = host_id ORDER BY run_id, scope, service, host.name`,
};
const PLACES = ['host_id', 'batch_no', 'position', 'derived_at'];

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

export function digestOf(tables: Record<string, unknown[]>): string {
  return createHash('sha256').update(JSON.stringify(tables)).digest('hex');
}
