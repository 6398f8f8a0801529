import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import type { RunTrouble } from './run-trouble.type.js';

type TroubleRow = RunTrouble & { runId: string };

/** Served by run_trouble_pkey; few runs have any. */
const TROUBLES_OF_RUNS_SQL = `SELECT run_trouble.run_id AS "runId", run_trouble.step, run_trouble.message,
  run_trouble.attempts + run_trouble.passing_attempts AS attempts, run_trouble.first_at AS "firstAt",
  run_trouble.last_at AS "lastAt", run_trouble.stopped OR run_trouble.step <> 'fold' AND run.status <> 'running' AS stopped
FROM run_trouble
JOIN run ON run.id = run_trouble.run_id
WHERE run_trouble.run_id = ANY($1::uuid[])
ORDER BY run_trouble.run_id, run_trouble.first_at, run_trouble.step`;

/** What could not be done with the runs of a list, by uuid; runs without trouble are missing. */
@Injectable()
export class TroublesOfRunLoader extends RequestLoader<RunTrouble[]> {
  constructor(database: ScopedDatabase) {
    super(async (uuids) => {
      const rows = await database.query<TroubleRow[]>(TROUBLES_OF_RUNS_SQL, [uuids]);
      return new Map(uuids.map((uuid) => [uuid, rows.filter(({ runId }) => runId === uuid)]));
    });
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'what could not be done with runs', text: TROUBLES_OF_RUNS_SQL }];
