import { getRouteApi } from '@tanstack/react-router';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { DeploymentChart } from '../../parts/deployments/deployment-chart.js';
import { HostDeploymentList } from '../../parts/deployments/host-deployment-list.js';
import { useHostsText } from './hosts.messages.js';
import { HostTimelineQuery } from './hosts.query.js';

const route = getRouteApi('/hosts/$name');

/** What was deployed here, as a picture and as a list; of one service, or of all. */
export function HostDeployments({ name, service }: { name: string; service: string | undefined }) {
  const t = useHostsText();
  const navigate = route.useNavigate();
  const all = useGraphql(HostTimelineQuery, { name, service: null }, { everyMs: PACE.calm });
  const { data, error } = useGraphql(HostTimelineQuery, { name, service: service ?? null }, { everyMs: PACE.calm });
  const deployments = data?.host?.deployments.nodes ?? [];
  const known = all.data?.host?.deployments.nodes.map((deployment) => deployment.service) ?? [];
  const services = [...new Set(service === undefined ? known : [...known, service])].sort();
  if (services.length === 0) return <Trouble error={error} />;
  const points = deployments.map((deployment) => ({
    ...deployment,
    key: `${deployment.run?.uuid ?? deployment.startedAt} ${deployment.service}`,
    name: `${deployment.service} ${deployment.action ?? ''}`,
  }));
  return (
    <section aria-labelledby="deployments">
      <div className="title-row">
        <h2 id="deployments">{t('deployments')}</h2>
        <select
          aria-label={t('service')}
          value={service ?? ''}
          onChange={({ target }) => void navigate({ search: { service: target.value } })}
        >
          <option value="">{t('allServices')}</option>
          {services.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
      <Trouble error={error} />
      {points.length > 0 && <DeploymentChart title={t('timeline')} points={points} joined={service !== undefined} />}
      <HostDeploymentList host={name} service={service ?? null} />
    </section>
  );
}
