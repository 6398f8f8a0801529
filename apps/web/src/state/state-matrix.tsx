import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { StatusBadge } from '../counts/status-badge.js';
import { Moment } from '../time/moment.js';
import type { Matrix } from './matrix-of.js';
import { useStateText } from './state.messages.js';
import type { ServiceState } from './state.query.js';

/** Services by hosts; on a phone a card for each service. */
export const StateMatrix = memo(function StateMatrix({ matrix, stale }: { matrix: Matrix; stale: boolean }) {
  const t = useStateText();
  const { hosts, rows } = matrix;
  return (
    <div
      className={stale ? 'panel scroll state-scroll stale' : 'panel scroll state-scroll'}
      tabIndex={0}
      role="region"
      aria-label={t('matrix')}
    >
      <table className="cards state-matrix">
        <caption className="unseen">{t('matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('service')}</th>
            {hosts.map((host) => (
              <th key={host} scope="col">
                <Link to="/hosts/$name" params={{ name: host }}>
                  {host}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ service, cells, differs }) => (
            <tr key={service}>
              <th scope="row">
                <Link to="/services/$name" params={{ name: service }}>
                  {service}
                </Link>
                {differs && (
                  <span className="tag tag-warn" title={t('differsMeaning')}>
                    ≠ {t('differs')}
                  </span>
                )}
              </th>
              {cells.map((state, index) => (
                <td key={hosts[index]} data-host={hosts[index]}>
                  {state !== null && <Cell state={state} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

const STOPPING: readonly (string | null)[] = ['stop', 'destroy'];

/** Opens the history of a service on a host. */
function Cell({ state }: { state: ServiceState }) {
  const t = useStateText();
  const { service, host, action, outcome, release, imageTag, deployedAt, divergent } = state;
  const isStopped = STOPPING.includes(action);
  const failed = outcome === 'failed' || outcome === 'unreachable';
  return (
    <Link
      to="/state"
      search={(now) => ({ ...now, service, host })}
      className={`state-cell state-${outcome}${divergent ? ' state-divergent' : ''}`}
      data-stop={failed || divergent ? 'failure' : 'row'}
      aria-haspopup="dialog"
    >
      <span className="unseen">{`${t('cell', { service, host })}: `}</span>
      <span className="state-tag" title={imageTag ?? undefined}>
        {isStopped ? t('stopped') : (imageTag ?? <span className="muted">{t('noTag')}</span>)}
      </span>
      <span className="state-what">
        {action} {release}
      </span>
      <span className="state-when">
        {failed ? <StatusBadge status={outcome} /> : outcome} · <Moment at={deployedAt} />
      </span>
      {divergent && (
        <span className="state-mark" title={t('differsMeaning')}>
          ≠ {t('differs')}
        </span>
      )}
    </Link>
  );
}
