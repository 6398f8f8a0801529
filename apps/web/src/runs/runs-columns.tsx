import { countColumns } from '../counts/count-columns.js';
import { StatusBadge } from '../counts/status-badge.js';
import type { Translate } from '../i18n/i18n.js';
import type { Column } from '../table/data-table.js';
import type { Format } from '../time/format.js';
import { Moment } from '../time/moment.js';
import { Labels, Playbook, RunUser } from './run-cells.js';
import type { ListedRun } from './runs.query.js';

type Titles = Translate<'status' | 'playbook' | 'started' | 'duration' | 'user' | 'controller' | 'ansible' | 'labels'>;

/** The columns that ARA's users know. */
export function runsColumns(t: Titles, format: Format): Column<ListedRun>[] {
  return [
    { id: 'status', title: t('status'), cell: ({ status }) => <StatusBadge status={status} /> },
    { id: 'playbook', title: t('playbook'), header: true, cell: (run) => <Playbook run={run} /> },
    { id: 'started', title: t('started'), cell: ({ startedAt }) => <Moment at={startedAt} /> },
    { id: 'duration', title: t('duration'), figures: true, cell: ({ duration }) => format.duration(duration) },
    ...countColumns<ListedRun>(({ counts }) => counts),
    { id: 'user', title: t('user'), label: t('user'), cell: (run) => <RunUser run={run} /> },
    { id: 'controller', title: t('controller'), label: t('controller'), cell: ({ controller }) => controller },
    {
      id: 'ansible',
      title: t('ansible'),
      label: t('ansible'),
      className: 'numbers',
      cell: ({ ansibleVersion }) => ansibleVersion,
    },
    { id: 'labels', title: t('labels'), cell: ({ labels }) => <Labels labels={labels} /> },
  ];
}
