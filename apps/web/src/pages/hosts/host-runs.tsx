import { useMemo } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { PACE } from '../../kit/live/pace.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { DataTable, type Column } from '../../kit/table/data-table.js';
import { useFormat, type Format } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { countColumns } from '../../parts/counts/count-columns.js';
import { outcomeOf } from '../../parts/counts/recap-counts.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { Playbook } from '../../parts/runs/run-cells.js';
import { useHostsText } from './hosts.messages.js';
import { HostRunsQuery, type HostRun } from './hosts.query.js';

const keyOf = ({ run }: HostRun) => run.uuid;

/** What each run did on this host: its outcome here, not the run's. */
export function HostRuns({ name }: { name: string }) {
  const t = useHostsText();
  const format = useFormat();
  const paged = usePages<HostRun>({
    key: ['HostRuns', name],
    ask: async (after, signal) => {
      const { host } = await sendQuery(HostRunsQuery, { name, after }, signal);
      if (host === null) throw new Error(t('unknown'));
      return host.runs;
    },
    everyMs: PACE.calm,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(t, format), [t, format]);
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">
        {t('runs')}
        {paged.list !== null && <span className="muted numbers"> {format.number(paged.list.totalCount)}</span>}
      </h2>
      <Trouble error={paged.error} />
      {paged.list !== null && <DataTable columns={columns} rows={paged.list.nodes} keyOf={keyOf} caption={t('runs')} />}
      <MoreButton paged={paged} />
    </section>
  );
}

function columnsOf(
  t: Translate<'outcome' | 'playbook' | 'started' | 'duration' | 'run'>,
  format: Format,
): Column<HostRun>[] {
  return [
    { id: 'outcome', title: t('outcome'), cell: ({ counts }) => <StatusBadge status={outcomeOf(counts)} /> },
    { id: 'playbook', title: t('playbook'), header: true, cell: ({ run }) => <Playbook run={run} /> },
    { id: 'started', title: t('started'), cell: ({ run }) => <Moment at={run.startedAt} /> },
    { id: 'duration', title: t('duration'), figures: true, cell: ({ run }) => format.duration(run.duration) },
    ...countColumns<HostRun>(({ counts }) => counts),
    { id: 'run', title: t('run'), label: t('run'), cell: ({ run }) => run.status },
  ];
}
