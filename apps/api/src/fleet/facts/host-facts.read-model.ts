import { Injectable } from '@nestjs/common';
import { parseJson } from '#exact-json';
import { column, HostFactsEntity, selectList, sql, type RowOf } from '#database';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { objectOf } from '../../graphql/object-of.js';
import type { Sql } from '../../graphql/relay/list-query.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { HostFact } from './host-fact.type.js';
import { TOLD_FACTS } from './told-facts.js';

const FACT = {
  name: sql<string>('told.name'),
  value: sql<string>('told.value::text'),
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

  async ofHost(name: string): Promise<HostFact[]> {
    const { text, values } = factsOfHostQuery(name);
    const rows = await this.database.query<RowOf<typeof FACT>[]>(text, values);
    return rows.map((row) => objectOf(HostFact, { ...row, value: parseJson(row.value) }));
  }
}

export const SQL_EXAMPLES: SqlExample[] = [{ title: 'facts of a host', text: factsOfHostQuery('ctl-001').text }];
