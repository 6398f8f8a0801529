import { CountCells, CountHeaders } from '../counts/count-cells.js';
import { StatusBadge } from '../counts/status-badge.js';
import { hashOf } from '../navigation/route.js';
import { formatDuration } from '../time/duration.js';
import { Moment } from '../time/moment.js';
import { Labels, Playbook, RunUser } from './run-cells.js';
import type { ListedRun } from './runs.query.js';
import './runs-table.css';

/** The table that ARA's users know. */
export function RunsTable({ runs, stale }: { runs: ListedRun[]; stale: boolean }) {
  return (
    <div className={stale ? 'panel scroll stale' : 'panel scroll'}>
      <table className="cards runs-table">
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Playbook</th>
            <th scope="col">Started</th>
            <th scope="col" className="right">
              Duration
            </th>
            <CountHeaders />
            <th scope="col">User</th>
            <th scope="col">Controller</th>
            <th scope="col">Ansible</th>
            <th scope="col">Labels</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.uuid}>
              <td>
                <StatusBadge status={run.status} />
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
              <CountCells counts={run.counts} />
              <td data-label="by">
                <RunUser run={run} />
              </td>
              <td data-label="on">{run.controller}</td>
              <td data-label="Ansible" className="numbers">
                {run.ansibleVersion}
              </td>
              <td>
                <Labels labels={run.labels} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
