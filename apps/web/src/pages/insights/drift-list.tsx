import { useMemo } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { DataTable, type Column } from '../../kit/table/data-table.js';
import { useFormat, type Format } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { Playbook } from '../../parts/runs/run-cells.js';
import { TaskHosts } from '../../parts/tasks/task-hosts.js';
import type { InsightFilter } from './insight-filter.js';
import { useInsightsText } from './insights.messages.js';
import { DriftQuery, type DriftedTask } from './insights.query.js';

const keyOf = ({ run, service, task, module }: DriftedTask) => `${run.uuid} ${service} ${task} ${module}`;

/** What changed although nothing was given to change. */
export function DriftList({ filter: { service, host, environment }, since }: { filter: InsightFilter; since: Date }) {
  const t = useInsightsText();
  const format = useFormat();
  const filter = {
    since: since.toISOString(),
    service: service ?? null,
    host: host ?? null,
    environment: environment ?? null,
  };
  const paged = usePages<DriftedTask>({
    key: ['Drift', filter],
    ask: async (after, signal) => (await sendQuery(DriftQuery, { filter, after }, signal)).drift,
    everyMs: null,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(t, format), [t, format]);
  const { list, error, stale } = paged;
  return (
    <section aria-labelledby="drift">
      <h2 id="drift">
        {t('drift')} {list !== null && <span className="muted numbers">{format.number(list.totalCount)}</span>}
      </h2>
      <Trouble error={error} />
      {list?.nodes.length === 0 && <p className="muted">{t('noDrift')}</p>}
      {list !== null && list.nodes.length > 0 && (
        <DataTable columns={columns} rows={list.nodes} keyOf={keyOf} caption={t('drift')} stale={stale} />
      )}
      <MoreButton paged={paged} />
    </section>
  );
}

function columnsOf(
  t: Translate<'task' | 'service' | 'module' | 'occurredAt' | 'run' | 'hosts' | 'since'>,
  format: Format,
): Column<DriftedTask>[] {
  return [
    { id: 'task', title: t('task'), header: true, className: 'prose', cell: ({ task }) => task },
    { id: 'service', title: t('service'), cell: ({ service }) => service },
    { id: 'module', title: t('module'), cell: ({ module }) => module },
    { id: 'when', title: t('occurredAt'), cell: ({ occurredAt }) => <Moment at={occurredAt} /> },
    { id: 'run', title: t('run'), cell: ({ run }) => <Playbook run={run} /> },
    {
      id: 'hosts',
      title: t('hosts'),
      className: 'prose',
      cell: ({ hosts }) => (
        <TaskHosts
          hosts={hosts.map(({ host, previousAt }) => ({
            host,
            title: t('since', { host, time: format.moment(new Date(previousAt)) }),
          }))}
        />
      ),
    },
  ];
}
