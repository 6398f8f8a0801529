import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { DataTable, type Column } from '../../kit/table/data-table.js';
import { countColumns } from '../../parts/counts/count-columns.js';
import { OUTCOME_RANKS, outcomeOf } from '../../parts/counts/recap-counts.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { useRunText } from './run.messages.js';
import { RunRecapQuery, type RecapRow } from './run.query.js';

const keyOf = ({ host }: RecapRow) => host.name;

/** Ansible's PLAY RECAP. */
export function RunRecap({ uuid, everyMs }: { uuid: string; everyMs: number }) {
  const t = useRunText();
  const columns = useMemo(() => columnsOf(t), [t]);
  const paged = usePages<RecapRow>({
    key: ['RunRecap', uuid],
    ask: async (after, signal) => {
      const { run } = await sendQuery(RunRecapQuery, { uuid, after }, signal);
      if (run === null) throw new Error(t('gone'));
      return run.recap;
    },
    everyMs,
    at: 'head',
    keyOf,
  });
  return (
    <>
      <Trouble error={paged.error} />
      {paged.list === null ? (
        <Loading />
      ) : (
        <DataTable columns={columns} rows={paged.list.nodes} keyOf={keyOf} caption={t('recap')} />
      )}
      <MoreButton paged={paged} />
    </>
  );
}

function columnsOf(t: Translate<'outcome' | 'host'>): Column<RecapRow>[] {
  return [
    {
      id: 'outcome',
      title: t('outcome'),
      sortBy: ({ counts }) => OUTCOME_RANKS[outcomeOf(counts)],
      cell: ({ counts }) => <StatusBadge status={outcomeOf(counts)} />,
    },
    {
      id: 'host',
      title: t('host'),
      header: true,
      sortBy: ({ host }) => host.name,
      cell: ({ host }) => (
        <Link to="/hosts/$name" params={{ name: host.name }} data-stop="row">
          {host.name}
        </Link>
      ),
    },
    ...countColumns<RecapRow>(({ counts }) => counts, true),
  ];
}
