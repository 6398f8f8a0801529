import { StatusBadge } from '../counts/status-badge.js';
import { CheckMark, Labels, RunUser } from '../runs/run-cells.js';
import { useFormat } from '../time/format.js';
import { Moment } from '../time/moment.js';
import type { ShownRun } from './run.query.js';

export function RunHeading({ run }: { run: ShownRun }) {
  const format = useFormat();
  return (
    <header className="run-heading">
      <h1>
        {run.name ?? 'Playbook not known yet'} <StatusBadge status={run.status} />
        {run.checkMode === true && <CheckMark />}
      </h1>
      <p>
        <Moment at={run.startedAt} /> ·{' '}
        <span className="numbers">
          {run.status === 'running' ? 'running for ' : 'took '}
          {format.duration(run.duration)}
        </span>
        {(run.sudoUser ?? run.user) !== null && (
          <>
            {' '}
            · by <RunUser run={run} />
          </>
        )}
        {run.controller !== null && ` · on ${run.controller}`}
      </p>
      <Labels labels={run.labels} />
    </header>
  );
}
