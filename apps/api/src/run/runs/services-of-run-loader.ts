import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';

interface ServicesOfRun {
  runId: string;
  services: string[];
  releases: string[];
}

/** Served by deployment_pkey. */
const SERVICES_OF_RUNS_SQL = `SELECT deployment.run_id AS "runId",
  array_agg(deployment.service ORDER BY deployment.started_at, deployment.service) AS services,
  array_remove(array_agg(DISTINCT deployment.release), NULL) AS releases
FROM deployment
WHERE deployment.run_id = ANY($1::uuid[])
GROUP BY deployment.run_id`;

/** What the runs of a list deployed, by uuid; runs that deployed nothing are missing. */
@Injectable()
export class ServicesOfRunLoader extends RequestLoader<ServicesOfRun> {
  constructor(database: ScopedDatabase) {
    super(async (uuids) => {
      const rows = await database.query<ServicesOfRun[]>(SERVICES_OF_RUNS_SQL, [uuids]);
      return new Map(rows.map((row) => [row.runId, row]));
    });
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'services and releases of runs', text: SERVICES_OF_RUNS_SQL }];
