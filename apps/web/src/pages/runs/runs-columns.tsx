import type { Translate } from '../../kit/i18n/i18n.js';
import type { Column } from '../../kit/table/data-table.js';
import { Names } from '../../kit/table/names.js';
import type { Format } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { countColumns } from '../../parts/counts/count-columns.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { ListedCommand } from '../../parts/commands/listed-command.js';
import { Labels, Playbook, RunProgressBar, RunUser } from '../../parts/runs/run-cells.js';
import type { ListedRun } from './runs.query.js';

type Titles = Translate<
  | 'status'
  | 'playbook'
  | 'report'
  | 'duration'
  | 'hosts'
  | 'tasks'
  | 'results'
  | 'service'
  | 'action'
  | 'release'
  | 'environment'
  | 'operator'
  | 'user'
  | 'controller'
  | 'ansible'
  | 'python'
  | 'path'
  | 'cli'
  | 'labels'
>;

/** What fits a screen of 1,440 pixels; the others are a click away, and then in the URL. */
export const USUAL_COLUMNS = [
  'status',
  'playbook',
  'service',
  'action',
  'release',
  'environment',
  'operator',
  'report',
  'duration',
  'hosts',
  'tasks',
  'results',
  'changed',
  'failed',
  'controller',
  'ansible',
  'labels',
] as const;

/** The columns that ARA's users know, and what a deployment is known by. */
export function runsColumns(t: Titles, format: Format): Column<ListedRun>[] {
  const plain = (id: 'controller' | 'ansible' | 'python' | 'path', cell: Column<ListedRun>['cell']) => ({
    id,
    title: t(id),
    label: t(id),
    cell,
  });
  const figure = (id: 'hosts' | 'tasks' | 'results', of: (run: ListedRun) => number) => ({
    id,
    title: t(id),
    label: t(id),
    figures: true,
    cell: (run: ListedRun) => format.number(of(run)),
  });
  return [
    {
      id: 'status',
      title: t('status'),
      cell: ({ status, progress, counts }) => (
        <>
          <StatusBadge status={status} />
          {/* Such a run has failed, and the usual columns count no failure. */}
          {counts.unreachable > 0 && (
            <span className="count-unreachable run-unreachable">{`${format.number(counts.unreachable)} unreachable`}</span>
          )}
          {progress !== null && <RunProgressBar part={progress.part} />}
        </>
      ),
    },
    { id: 'playbook', title: t('playbook'), header: true, cell: (run) => <Playbook run={run} /> },
    { id: 'service', title: t('service'), className: 'wrap', cell: ({ services }) => <Services names={services} /> },
    { id: 'action', title: t('action'), cell: ({ origin }) => origin?.action },
    { id: 'release', title: t('release'), cell: ({ releases }) => releases.join(', ') },
    { id: 'environment', title: t('environment'), cell: ({ origin }) => origin?.environment },
    { id: 'operator', title: t('operator'), className: 'operator', cell: ({ origin }) => origin?.operator },
    { id: 'report', title: t('report'), cell: ({ startedAt }) => <Moment at={startedAt} /> },
    { id: 'duration', title: t('duration'), figures: true, cell: ({ duration }) => format.duration(duration) },
    figure('hosts', ({ hostCount }) => hostCount),
    figure('tasks', ({ taskCount }) => taskCount),
    figure('results', ({ resultCounts }) => Object.values(resultCounts).reduce((sum, count) => sum + count, 0)),
    ...countColumns<ListedRun>(({ counts }) => counts),
    { id: 'user', title: t('user'), label: t('user'), cell: (run) => <RunUser run={run} /> },
    plain('controller', ({ controller }) => controller),
    plain('ansible', ({ ansibleVersion }) => ansibleVersion),
    plain('python', ({ pythonVersion }) => pythonVersion),
    plain('path', ({ playbookPath }) => <code>{playbookPath}</code>),
    {
      id: 'cli',
      title: t('cli'),
      className: 'prose',
      cell: (run) => <ListedCommand run={run} />,
    },
    { id: 'labels', title: t('labels'), cell: ({ labels }) => <Labels labels={labels} /> },
  ];
}

const FEW_SERVICES = 3;

function Services({ names }: { names: readonly string[] }) {
  const more = names.length - FEW_SERVICES;
  if (more <= 0) return <Names names={names} />;
  return (
    <span title={names.join(', ')}>
      <Names names={names.slice(0, FEW_SERVICES)} /> <span className="muted">+{more}</span>
    </span>
  );
}
