import { Injectable } from '@nestjs/common';
import { column, HostFactsEntity, selectList, sql, type RowOf } from '#database';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import type { Sql } from '../../graphql/relay/list-query.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import type { HostFact } from './host-fact.type.js';
import { TOLD_FACTS } from './told-facts.js';

const FACT = {
  name: sql<string>('told.name'),
  value: sql<unknown>('told.value'),
  since: column(HostFactsEntity, 'told', 'gatheredAt'),
};

/** The facts of a host as they are, by name. */
function factsOfHostQuery(name: string): Sql {
  const text = `SELECT DISTINCT ON (told.name) ${selectList(FACT)}
FROM (${TOLD_FACTS}) AS told
WHERE told.before IS DISTINCT FROM told.value
ORDER BY told.name, told.gathered_at DESC, told.run_id DESC`;
  return { text, values: [name] };
}

@Injectable()
export class HostFactsReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  ofHost(name: string): Promise<HostFact[]> {
    const { text, values } = factsOfHostQuery(name);
    return this.database.query<RowOf<typeof FACT>[]>(text, values);
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'facts of a host', text: factsOfHostQuery('ctl-001').text }];
