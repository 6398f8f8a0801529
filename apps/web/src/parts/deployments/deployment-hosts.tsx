import { useFormat } from '../../kit/time/format.js';
import { useDeploymentsText } from './deployments.messages.js';
import type { Deployment } from './deployments.query.js';

/** On how many of its hosts it was, and which it lost: "2 of 3, ctl-003 unreachable". */
export function DeploymentHosts({ deployment }: { deployment: Deployment }) {
  const t = useDeploymentsText();
  const format = useFormat();
  const { hostCount, deployedHostCount, missed } = deployment;
  const more = missed.totalCount - missed.nodes.length;
  return (
    <>
      {t('hostsOf', { reached: format.number(deployedHostCount), all: format.number(hostCount) })}
      {missed.nodes.map(({ host, outcome }) => (
        <span key={host.name}>
          , {t(outcome === 'unreachable' ? 'hostUnreachable' : 'hostFailed', { host: host.name })}
        </span>
      ))}
      {more > 0 && <span>, {t('hostsMore', { more: format.number(more) })}</span>}
    </>
  );
}
