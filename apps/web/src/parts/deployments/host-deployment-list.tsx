import { sendQuery } from '../../kit/graphql/send-query.js';
import { PACE } from '../../kit/live/pace.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { NO_PAGE } from '../../kit/paging/page-list.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { useFormat } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { StatusBadge } from '../counts/status-badge.js';
import { Playbook } from '../runs/run-cells.js';
import { ContainerList } from './container-list.js';
import './deployments.css';
import { useDeploymentsText } from './deployments.messages.js';
import { HostDeploymentsQuery, type HostDeployment } from './deployments.query.js';

const keyOf = ({ run, service, startedAt }: HostDeployment) => `${run?.uuid ?? startedAt} ${service}`;

/** What was deployed on a host, newest first; of one service, or of all. */
export function HostDeploymentList({ host, service }: { host: string; service: string | null }) {
  const t = useDeploymentsText();
  const paged = usePages<HostDeployment>({
    key: ['HostDeployments', host, service],
    ask: async (after, signal) =>
      (await sendQuery(HostDeploymentsQuery, { host, service, after }, signal)).host?.deployments ?? NO_PAGE,
    everyMs: PACE.calm,
    at: 'head',
    keyOf,
  });
  const { list, error, stale } = paged;
  return (
    <>
      <Trouble error={error} />
      {list === null && error === null && <Loading />}
      {list?.nodes.length === 0 && <p className="muted">{t('none')}</p>}
      <ol className={stale ? 'deployment-list stale' : 'deployment-list'} aria-label={t('title')}>
        {list?.nodes.map((deployment) => (
          <li key={keyOf(deployment)}>
            <HostDeploymentCard deployment={deployment} named={service === null} />
          </li>
        ))}
      </ol>
      <MoreButton paged={paged} />
    </>
  );
}

function HostDeploymentCard({ deployment, named }: { deployment: HostDeployment; named: boolean }) {
  const t = useDeploymentsText();
  const format = useFormat();
  const { service, action, release, imageTag, outcome, startedAt, duration, containers, run } = deployment;
  return (
    <article className="deployment">
      <header>
        <StatusBadge status={outcome} />
        {named && <strong>{service}</strong>}
        <strong>{action ?? t('unknownAction')}</strong>
        {release !== null && <span>{release}</span>}
        {imageTag !== null && <code className="tag">{imageTag}</code>}
        {run !== null && <Playbook run={run} />}
        <span className="muted deployment-when">
          <Moment at={startedAt} /> · {format.duration(duration)}
        </span>
      </header>
      {containers.length > 0 && (
        <details>
          <summary className="muted">{`${t('containers')}: ${format.number(containers.length)}`}</summary>
          <ContainerList containers={containers} />
        </details>
      )}
    </article>
  );
}
