import { ChangesQuery } from '../../fleet/changes/changes-query.js';
import { ChangeOrder } from '../../fleet/changes/changes.args.js';
import type { ChangeRow } from '../../fleet/changes/changes.read-model.js';
import { droppedChanges } from '../../fleet/changes/dropped-changes.read-model.js';
import { delegatesOf } from '../../run/results/delegates-of.js';
import type { ExportTable } from './export-table.js';

/** Every changed result, the oldest first: a period can be exported again and compared. */
export const CHANGES_EXPORT: ExportTable<ChangeRow> = {
  parameters: [
    ...(['since', 'until', 'service', 'host', 'environment', 'operator', 'configurationCommit'] as const),
    ...(['action', 'task', 'role', 'module', 'run', 'checkMode'] as const),
  ],
  query: (filter) => new ChangesQuery(filter, ChangeOrder.oldest),
  fields: [
    ...['occurredAt', 'run', 'environment', 'action', 'operator', 'configurationCommit', 'service', 'host', 'role'],
    ...['task', 'module', 'checkMode', 'diffState', 'diff', 'delegates', 'adHocCommand'],
  ],
  toLine: (row) => ({
    ...row,
    run: row.runId,
    host: row.hostName,
    role: row.task?.role,
    task: row.task?.name,
    module: row.task?.action,
    diff: row.diffText,
    delegates: delegatesOf(row),
  }),
  dropped: droppedChanges,
};
