import { useMemo } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { DataTable, type Column } from '../../kit/table/data-table.js';
import { Moment } from '../../kit/time/moment.js';
import { AlwaysChangingQuery, type AlwaysChangingTask } from './restless-tasks.query.js';
import { TaskHosts } from './task-hosts.js';
import { useTasksText } from './tasks.messages.js';

const keyOf = ({ service, task, module }: AlwaysChangingTask) => `${service} ${task} ${module}`;

/** Tasks that change something each time: of a service, on a host, or all. */
export function AlwaysChangingTasks({ service, host }: { service?: string; host?: string }) {
  const t = useTasksText();
  const filter = { service: service ?? null, host: host ?? null };
  const paged = usePages<AlwaysChangingTask>({
    key: ['AlwaysChanging', filter],
    ask: async (after, signal) => (await sendQuery(AlwaysChangingQuery, { filter, after }, signal)).alwaysChanging,
    everyMs: null,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const { list, error } = paged;
  return (
    <section aria-labelledby="always">
      <h2 id="always">{t('always')}</h2>
      <Trouble error={error} />
      {list?.nodes.length === 0 && <p className="muted">{t('noAlways')}</p>}
      {list !== null && list.nodes.length > 0 && (
        <>
          <p className="muted">{t('alwaysMeaning')}</p>
          <DataTable columns={columns} rows={list.nodes} keyOf={keyOf} caption={t('always')} />
          <MoreButton paged={paged} />
        </>
      )}
    </section>
  );
}

function columnsOf(
  t: Translate<'task' | 'service' | 'module' | 'lastAt' | 'hosts' | 'inRow'>,
): Column<AlwaysChangingTask>[] {
  return [
    { id: 'task', title: t('task'), header: true, className: 'prose', cell: ({ task }) => task },
    { id: 'service', title: t('service'), cell: ({ service }) => service },
    { id: 'module', title: t('module'), cell: ({ module }) => module },
    { id: 'last', title: t('lastAt'), label: t('lastAt'), cell: ({ lastAt }) => <Moment at={lastAt} /> },
    {
      id: 'hosts',
      title: t('hosts'),
      className: 'prose',
      cell: ({ hosts }) => (
        <TaskHosts hosts={hosts.map(({ host, runs }) => ({ host, title: t('inRow', { host, runs }) }))} />
      ),
    },
  ];
}
