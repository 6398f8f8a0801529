import { Injectable } from '@nestjs/common';
import { type RowOf } from '#database';
import { objectOf } from '../../graphql/object-of.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { toRunPartId } from '../../graphql/relay/global-id.js';
import { Lists } from '../../graphql/relay/lists.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { EXAMPLE_ID, EXAMPLE_TIME, type SqlExample } from '../../graphql/relay/sql-example.js';
import { delegatesOf } from '../../run/results/delegates-of.js';
import { toJoinedTask } from '../../run/tasks/tasks.read-model.js';
import { ChangeType } from './change.type.js';
import { type CHANGE, ChangesQuery } from './changes-query.js';
import { type ChangeFilter, ChangeOrder } from './changes.args.js';

/** A change as the query gives it. */
export type ChangeRow = RowOf<typeof CHANGE>;

@Injectable()
export class ChangesReadModel {
  constructor(private readonly lists: Lists) {}

  page(filter: ChangeFilter | null | undefined, orderBy: ChangeOrder, page: PageArgs): Promise<Connection<ChangeType>> {
    return this.lists.page(new ChangesQuery(filter ?? {}, orderBy), page, toChange);
  }
}

function toChange({ diffState, diffText, ...row }: ChangeRow): ChangeType {
  return objectOf(ChangeType, {
    ...row,
    resultId: toRunPartId('TaskResult', row.runId, row.seq),
    delegates: delegatesOf(row),
    task: toJoinedTask(row.runId, row.task),
    diff: { state: diffState, text: diffText },
  });
}

/** Of the examples, also of the changes that retention has dropped. */
export const EVERY_CHANGE_FILTER = {
  since: EXAMPLE_TIME,
  until: EXAMPLE_TIME,
  service: 'keystone',
  host: 'ctl-001',
  environment: 'kolla',
  operator: 'alice',
  configurationCommit: 'c0ffee',
  action: ['deploy'],
  task: 'keystone : Check',
  role: 'keystone',
  module: 'template',
  run: EXAMPLE_ID,
  checkMode: false,
};

export const SQL_EXAMPLES: SqlExample[] = [
  { title: 'changes', query: new ChangesQuery({}, ChangeOrder.newest), key: 2 },
  { title: 'changes, every filter', query: new ChangesQuery(EVERY_CHANGE_FILTER, ChangeOrder.oldest), key: 2 },
];
