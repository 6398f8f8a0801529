import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import type { InstalledCollection } from './installed-collection.type.js';

/** Apart from the run's other columns, which every list reads: these are some kilobytes. Served by run_pkey. */
const COLLECTIONS_SQL = `SELECT run.id AS "runId", run.collections
FROM run
WHERE run.id = ANY($1::uuid[]) AND run.collections IS NOT NULL`;

/** The collections that the runs of a list had, by uuid; missing where the plugin did not tell. */
@Injectable()
export class CollectionsLoader extends RequestLoader<InstalledCollection[]> {
  constructor(database: ScopedDatabase) {
    super(async (runIds) => {
      const rows = await database.query<{ runId: string; collections: InstalledCollection[] }[]>(COLLECTIONS_SQL, [
        runIds,
      ]);
      return new Map(rows.map(({ runId, collections }) => [runId, collections]));
    });
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'collections of runs', text: COLLECTIONS_SQL }];
