import { Link } from '@tanstack/react-router';
import { writeTerm } from '../../kit/filters/filter-text.js';
import { useFormat } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { CheckMark, Labels, RunUser } from '../../parts/runs/run-cells.js';
import { shortRunName } from '../../parts/runs/short-run-name.js';
import { RunActions } from './run-actions.js';
import { useRunText } from './run.messages.js';
import type { ShownRun } from './run.query.js';

export function RunHeading({ run }: { run: ShownRun }) {
  const t = useRunText();
  const format = useFormat();
  const user = run.sudoUser ?? run.user;
  const { action = null, environment = null, operator = null } = run.origin ?? {};
  const duration = format.duration(run.duration);
  const found: [string, string | null][] = [
    ['action', action],
    ...run.services.map((service): [string, string] => ['service', service]),
    ...run.releases.map((release): [string, string] => ['release', release]),
    ['environment', environment],
  ];
  return (
    <header className="run-heading">
      <div className="title-row">
        <h1>{shortRunName(run.name ?? t('unnamed'))}</h1>
        <StatusBadge status={run.status} />
        {run.checkMode === true && <CheckMark />}
        <RunActions run={run} />
      </div>
      <p>
        <Moment at={run.startedAt} />
        <span className="numbers">
          {run.status === 'running' ? t('runningFor', { duration }) : t('took', { duration })}
        </span>
        {operator !== null && <span>{t('by', { name: operator })}</span>}
        {user !== null && user !== operator && <RunUser run={run} />}
        {run.controller !== null && <span>{t('on', { name: run.controller })}</span>}
        {found.map(
          ([key, value]) =>
            value !== null && (
              <Link key={`${key} ${value}`} className="tag" to="/runs" search={{ q: writeTerm({ key, value }) }}>
                {value}
              </Link>
            ),
        )}
        <Labels labels={run.labels} />
      </p>
      {run.progress !== null && <Progress progress={run.progress} />}
    </header>
  );
}

function Progress({ progress }: { progress: NonNullable<ShownRun['progress']> }) {
  const t = useRunText();
  const format = useFormat();
  const told = t('progress', {
    part: format.percent(progress.part),
    results: progress.expectedResults,
    duration: format.duration(progress.expectedDuration),
  });
  return (
    <p className="run-progress">
      <progress value={progress.part} max={1} aria-label={t('progressTitle')} />
      <span className="muted">{told}</span>
    </p>
  );
}
