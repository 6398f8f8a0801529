import { Link } from '@tanstack/react-router';
import { Moment } from '../../kit/time/moment.js';
import { StatusBadge } from '../counts/status-badge.js';
import './deployments.css';
import { useDeploymentsText } from './deployments.messages.js';

interface LastDeployment {
  service: string;
  action: string | null;
  release: string | null;
  outcome: 'completed' | 'failed' | 'interrupted' | 'running' | 'ok' | 'changed' | 'unreachable';
  startedAt: string;
  run: { uuid: string } | null;
}

interface Props {
  lastGood: LastDeployment | null;
  lastFailed: LastDeployment | null;
  /** Whether the service is worth a word: on the page of a host. */
  named: boolean;
}

/** The last real deployment that went well, and the last that did not. */
export function LastDeployments({ lastGood, lastFailed, named }: Props) {
  const t = useDeploymentsText();
  return (
    <dl className="last-deployments">
      {(
        [
          ['lastGood', lastGood],
          ['lastFailed', lastFailed],
        ] as const
      ).map(([title, last]) => (
        <div key={title} className="panel">
          <dt>{t(title)}</dt>
          <dd>
            {last === null ? (
              <span className="muted">{t('never')}</span>
            ) : (
              <>
                <StatusBadge status={last.outcome} />{' '}
                {last.run === null ? (
                  <Moment at={last.startedAt} />
                ) : (
                  <Link to="/runs/$uuid" params={{ uuid: last.run.uuid }}>
                    <Moment at={last.startedAt} />
                  </Link>
                )}{' '}
                {named && last.service} {last.action} {last.release}
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
