import { useMemo } from 'react';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { DataTable, type Column } from '../../kit/table/data-table.js';
import { useFormat, type Format } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { FlakyTasksQuery, type FlakyTask } from './restless-tasks.query.js';
import { TaskHosts } from './task-hosts.js';
import { useTasksText } from './tasks.messages.js';

const DAYS = 30;
const keyOf = ({ task, module }: FlakyTask) => `${task} ${module}`;

/** Tasks that fail at times: of a service, on a host, or all. */
export function FlakyTasks({ service, host }: { service?: string; host?: string }) {
  const t = useTasksText();
  const format = useFormat();
  // Of the moment when the page was opened: a question that moves would always be a new one.
  const since = useMemo(() => new Date(Date.now() - DAYS * 86_400_000).toISOString(), []);
  const filter = { since, ...(service !== undefined && { service }), ...(host !== undefined && { host }) };
  const { data, error } = useGraphql(FlakyTasksQuery, { filter });
  const columns = useMemo(() => columnsOf(t, format), [t, format]);
  return (
    <section aria-labelledby="flaky">
      <h2 id="flaky">{t('flaky')}</h2>
      <Trouble error={error} />
      {data?.flakyTasks.length === 0 && <p className="muted">{t('noFlaky')}</p>}
      {data !== null && data.flakyTasks.length > 0 && (
        <>
          <p className="muted">{t('flakyMeaning')}</p>
          <DataTable columns={columns} rows={data.flakyTasks} keyOf={keyOf} caption={t('flaky')} />
        </>
      )}
    </section>
  );
}

function columnsOf(
  t: Translate<'task' | 'service' | 'module' | 'failures' | 'lastFailed' | 'hosts' | 'ofRuns'>,
  format: Format,
): Column<FlakyTask>[] {
  return [
    { id: 'task', title: t('task'), header: true, className: 'prose', cell: ({ task }) => task },
    { id: 'service', title: t('service'), cell: ({ service }) => service },
    { id: 'module', title: t('module'), cell: ({ module }) => module },
    {
      id: 'failures',
      title: t('failures'),
      label: t('failures'),
      figures: true,
      cell: ({ failures }) => format.number(failures),
    },
    {
      id: 'last',
      title: t('lastFailed'),
      label: t('lastFailed'),
      cell: ({ hosts }) => (
        <Moment
          at={
            hosts
              .map(({ lastFailedAt }) => lastFailedAt)
              .sort()
              .at(-1) ?? ''
          }
        />
      ),
    },
    {
      id: 'hosts',
      title: t('hosts'),
      className: 'prose',
      cell: ({ hosts }) => (
        <TaskHosts
          hosts={hosts.map(({ host, failures, passes }) => ({
            host,
            title: t('ofRuns', { host, failures, runs: failures + passes }),
          }))}
        />
      ),
    },
  ];
}
