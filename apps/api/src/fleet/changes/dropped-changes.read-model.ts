import { Injectable } from '@nestjs/common';
import { ScopedDatabase, type Questions } from '../../gate/scopes/scoped-database.js';
import { type SqlExample } from '../../graphql/relay/sql-example.js';
import { ChangesQuery } from './changes-query.js';
import { ChangeOrder, type ChangeFilter } from './changes.args.js';
import { EVERY_CHANGE_FILTER } from './changes.read-model.js';
import { DroppedChanges } from './dropped-changes.type.js';

@Injectable()
export class DroppedChangesReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  find(filter: ChangeFilter | null | undefined): Promise<DroppedChanges | null> {
    return droppedChanges(this.database, filter ?? {});
  }
}

export async function droppedChanges(
  database: Pick<Questions, 'query'>,
  filter: ChangeFilter,
): Promise<DroppedChanges | null> {
  const { text, values } = new ChangesQuery(filter, ChangeOrder.newest).dropped();
  const [dropped] = await database.query<DroppedChanges[]>(text, values);
  return dropped === undefined || dropped.runs === 0 ? null : dropped;
}

export const SQL_EXAMPLES: SqlExample[] = [
  {
    title: 'droppedChanges, every filter',
    text: new ChangesQuery(EVERY_CHANGE_FILTER, ChangeOrder.newest).dropped().text,
  },
];
