import { DeploymentOrder } from '../../fleet/deployments/deployments.args.js';
import { deploymentsQuery, type DeploymentRow } from '../../fleet/deployments/deployments.read-model.js';
import type { ExportTable } from './export-table.js';

/** Every deployment, the oldest first. Check mode is among them, and marked, unless the filter says otherwise. */
export const DEPLOYMENTS_EXPORT: ExportTable<DeploymentRow> = {
  parameters: [
    ...(['since', 'until', 'service', 'host', 'environment', 'operator', 'configurationCommit'] as const),
    ...(['action', 'run', 'checkMode'] as const),
  ],
  query: (filter) => deploymentsQuery(filter, DeploymentOrder.oldest),
  fields: [
    ...['startedAt', 'endedAt', 'duration', 'run', 'environment', 'service', 'action', 'release', 'imageTags'],
    ...['operator', 'configurationCommit', 'checkMode', 'changesState', 'outcome', 'hostCount', 'deployedHostCount'],
    ...['ok', 'changed', 'failed', 'skipped', 'unreachable', 'ignored', 'rescued'],
  ],
  toLine: ({ resultCounts, ...row }) => ({ ...row, ...resultCounts, run: row.runId }),
};
