import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';

export interface RunSize {
  runId: string;
  hosts: number;
  tasks: number;
}

/** Counted along run_host_pkey and task_pkey. */
const RUN_SIZES_SQL = `SELECT run.id AS "runId",
  (SELECT count(*)::int FROM run_host WHERE run_host.run_id = run.id) AS hosts,
  (SELECT count(*)::int FROM task WHERE task.run_id = run.id) AS tasks
FROM run
WHERE run.id = ANY($1::uuid[])`;

/** How many hosts and tasks the runs of a list have, by uuid. */
@Injectable()
export class RunSizeLoader extends RequestLoader<RunSize> {
  constructor(database: ScopedDatabase) {
    super(async (uuids) => {
      const rows = await database.query<RunSize[]>(RUN_SIZES_SQL, [uuids]);
      return new Map(rows.map((row) => [row.runId, row]));
    });
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'hosts and tasks of runs', text: RUN_SIZES_SQL }];
