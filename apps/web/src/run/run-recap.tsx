import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { countColumns } from '../counts/count-columns.js';
import { outcomeOf } from '../counts/recap-counts.js';
import { StatusBadge } from '../counts/status-badge.js';
import { sendQuery } from '../graphql/send-query.js';
import { Trouble } from '../navigation/trouble.js';
import { MoreButton } from '../paging/more-button.js';
import { usePages } from '../paging/use-pages.js';
import { DataTable, type Column } from '../table/data-table.js';
import { useFormat } from '../time/format.js';
import { RunRecapQuery, type RecapRow } from './run.query.js';

const keyOf = ({ host }: RecapRow) => host.name;

/** Ansible's PLAY RECAP. */
export function RunRecap({ uuid, everyMs }: { uuid: string; everyMs: number }) {
  const format = useFormat();
  const columns = useMemo(columnsOf, []);
  const paged = usePages<RecapRow>({
    key: ['RunRecap', uuid],
    ask: async (after, signal) => {
      const { run } = await sendQuery(RunRecapQuery, { uuid, after }, signal);
      if (run === null) throw new Error('This run is not known here any more.');
      return run.recap;
    },
    everyMs,
    at: 'head',
    keyOf,
  });
  if (paged.list?.nodes.length === 0) return null;
  return (
    <section aria-labelledby="recap">
      <h2 id="recap">
        Hosts
        {paged.list !== null && <span className="muted numbers"> {format.number(paged.list.totalCount)}</span>}
      </h2>
      <Trouble error={paged.error} />
      <DataTable columns={columns} rows={paged.list?.nodes ?? []} keyOf={keyOf} caption="Hosts" />
      <MoreButton paged={paged} />
    </section>
  );
}

function columnsOf(): Column<RecapRow>[] {
  return [
    { id: 'outcome', title: 'Outcome', cell: ({ counts }) => <StatusBadge status={outcomeOf(counts)} /> },
    {
      id: 'host',
      title: 'Host',
      header: true,
      cell: ({ host }) => (
        <Link to="/hosts/$name" params={{ name: host.name }}>
          {host.name}
        </Link>
      ),
    },
    ...countColumns<RecapRow>(({ counts }) => counts),
  ];
}
