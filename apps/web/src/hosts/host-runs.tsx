import { useCallback } from 'react';
import { CountCells, CountHeaders } from '../counts/count-cells.js';
import { outcomeOf } from '../counts/recap-counts.js';
import { StatusBadge } from '../counts/status-badge.js';
import { sendQuery } from '../graphql/send-query.js';
import { hashOf } from '../navigation/route.js';
import { Trouble } from '../navigation/trouble.js';
import { MoreButton } from '../paging/more-button.js';
import { usePages, type AskPage } from '../paging/use-pages.js';
import { Playbook } from '../runs/run-cells.js';
import { formatDuration } from '../time/duration.js';
import { Moment } from '../time/moment.js';
import { HostRunsQuery, type HostRun } from './hosts.query.js';

const REFRESH_MS = 10_000;
const keyOf = ({ run }: HostRun) => run.uuid;

/** What each run did on this host: its outcome here, not the run's. */
export function HostRuns({ name }: { name: string }) {
  const ask: AskPage<HostRun> = useCallback(
    async (after, signal) => {
      const { host } = await sendQuery(HostRunsQuery, { name, after }, signal);
      if (host === null) throw new Error('No run has met a host of this name.');
      return host.runs;
    },
    [name],
  );
  const paged = usePages(ask, { everyMs: REFRESH_MS, at: 'head', keyOf });
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">
        Runs
        {paged.list !== null && <span className="muted numbers"> {paged.list.totalCount.toLocaleString('en')}</span>}
      </h2>
      <Trouble error={paged.error} />
      {paged.list !== null && (
        <div className="panel scroll">
          <table className="cards runs-table">
            <thead>
              <tr>
                <th scope="col">On this host</th>
                <th scope="col">Playbook</th>
                <th scope="col">Started</th>
                <th scope="col" className="right">
                  Duration
                </th>
                <CountHeaders />
                <th scope="col">Run</th>
              </tr>
            </thead>
            <tbody>
              {paged.list.nodes.map(({ run, counts }) => (
                <tr key={run.uuid}>
                  <td>
                    <StatusBadge status={outcomeOf(counts)} />
                  </td>
                  <th scope="row">
                    <Playbook run={run} href={hashOf({ page: 'run', uuid: run.uuid })} />
                  </th>
                  <td>
                    <Moment at={run.startedAt} age />
                  </td>
                  <td className="right numbers" data-label="took">
                    {formatDuration(run.duration)}
                  </td>
                  <CountCells counts={counts} />
                  <td data-label="run">{run.status}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton paged={paged} of="runs" />
    </section>
  );
}
