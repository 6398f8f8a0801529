import { useCallback } from 'react';
import { CountCells, CountHeaders } from '../counts/count-cells.js';
import { outcomeOf } from '../counts/recap-counts.js';
import { StatusBadge } from '../counts/status-badge.js';
import { sendQuery } from '../graphql/send-query.js';
import { hashOf } from '../navigation/route.js';
import { Trouble } from '../navigation/trouble.js';
import { MoreButton } from '../paging/more-button.js';
import { usePages, type AskPage } from '../paging/use-pages.js';
import { RunRecapQuery, type RecapRow } from './run.query.js';

const keyOf = ({ host }: RecapRow) => host.name;

/** Ansible's PLAY RECAP. */
export function RunRecap({ uuid, everyMs }: { uuid: string; everyMs: number }) {
  const ask: AskPage<RecapRow> = useCallback(
    async (after, signal) => {
      const { run } = await sendQuery(RunRecapQuery, { uuid, after }, signal);
      if (run === null) throw new Error('This run is not known here any more.');
      return run.recap;
    },
    [uuid],
  );
  const paged = usePages(ask, { everyMs, at: 'head', keyOf });
  if (paged.list?.nodes.length === 0) return null;
  return (
    <section aria-labelledby="recap">
      <h2 id="recap">
        Hosts
        {paged.list !== null && <span className="muted numbers"> {paged.list.totalCount.toLocaleString('en')}</span>}
      </h2>
      <Trouble error={paged.error} />
      <div className="panel scroll">
        <table className="cards">
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              <th scope="col">Host</th>
              <CountHeaders />
            </tr>
          </thead>
          <tbody>
            {paged.list?.nodes.map(({ host, counts }) => (
              <tr key={host.name}>
                <td>
                  <StatusBadge status={outcomeOf(counts)} />
                </td>
                <th scope="row">
                  <a href={hashOf({ page: 'host', name: host.name })}>{host.name}</a>
                </th>
                <CountCells counts={counts} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <MoreButton paged={paged} of="hosts" />
    </section>
  );
}
