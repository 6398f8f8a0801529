import { Injectable } from '@nestjs/common';
import { parseJson } from '#exact-json';
import { columns, HostFactsEntity, sql, type RowOf } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { ListQuery } from '../../graphql/relay/list-query.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { FactChange, type TurnedFact } from './host-fact.type.js';
import { TOLD_FACTS } from './told-facts.js';

/** A fact that turned: its values are JSON. */
type Told = Record<keyof TurnedFact, string>;

const FACT_CHANGE = {
  ...columns(HostFactsEntity, 'turn', 'runId', 'gatheredAt'),
  facts: sql<Told[]>('turn.facts'),
};

/** When facts of a host turned, newest first. */
function factChangesQuery(name: string): ListQuery<RowOf<typeof FACT_CHANGE>> {
  const from = `(
  SELECT told.run_id, told.gathered_at,
    jsonb_agg(
      jsonb_build_object('name', told.name, 'before', told.before::text, 'after', told.value::text) ORDER BY told.name
    ) AS facts
  FROM (${TOLD_FACTS}) AS told
  WHERE told.before <> told.value
  GROUP BY told.run_id, told.gathered_at
) AS turn`;
  return new ListQuery({
    select: FACT_CHANGE,
    from,
    values: [name],
    key: [
      { column: 'turn.gathered_at', type: 'timestamptz' },
      { column: 'turn.run_id', type: 'uuid' },
    ],
    order: 'DESC',
  });
}

@Injectable()
export class FactChangesReadModel {
  constructor(private readonly lists: Lists) {}

  ofHost(name: string, page: PageArgs): Promise<Connection<FactChange>> {
    return this.lists.page(factChangesQuery(name), page, toFactChange);
  }
}

function toFactChange(row: RowOf<typeof FACT_CHANGE>): FactChange {
  const facts = row.facts.map(({ name, before, after }) => {
    return { name, before: parseJson(before), after: parseJson(after) };
  });
  return objectOf(FactChange, { ...row, facts });
}

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'changes of the facts of a host', query: factChangesQuery('ctl-001'), key: 2 },
];
