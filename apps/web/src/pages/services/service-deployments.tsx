import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { sendQuery } from '../../kit/graphql/send-query.js';
import type { Translate } from '../../kit/i18n/i18n.js';
import { PACE } from '../../kit/live/pace.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { NO_PAGE } from '../../kit/paging/page-list.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { DataTable, type Column } from '../../kit/table/data-table.js';
import { useFormat, type Format } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { StatusBadge } from '../../parts/counts/status-badge.js';
import { DeploymentChart } from '../../parts/deployments/deployment-chart.js';
import { DeploymentHosts } from '../../parts/deployments/deployment-hosts.js';
import { useDeploymentsText } from '../../parts/deployments/deployments.messages.js';
import type { Deployment } from '../../parts/deployments/deployments.query.js';
import { Playbook } from '../../parts/runs/run-cells.js';
import { useServicesText } from './services.messages.js';
import { ServiceDeploymentsQuery } from './services.query.js';

const route = getRouteApi('/services/$name');
const keyOf = ({ id }: Deployment) => id;

/** Less than this is no trend. */
const HARDLY = 0.05;

interface Props {
  name: string;
  action: string | undefined;
  /** The actions that it was ever deployed with. */
  actions: readonly string[];
  trend: { median: number | null; change: number | null };
}

/** The deployments of a service as a picture and as a list; of one action, or of all. */
export function ServiceDeployments({ name, action, actions, trend }: Props) {
  const t = useServicesText();
  const words = useDeploymentsText();
  const format = useFormat();
  const navigate = route.useNavigate();
  const paged = usePages<Deployment>({
    key: ['ServiceDeployments', name, action],
    ask: async (after, signal) => {
      const filter = action === undefined ? null : { action: [action] };
      const { service } = await sendQuery(ServiceDeploymentsQuery, { name, filter, after }, signal);
      return service?.deployments ?? NO_PAGE;
    },
    everyMs: PACE.calm,
    at: 'head',
    keyOf,
  });
  const columns = useMemo(() => columnsOf(words, format), [words, format]);
  const { list, error, stale } = paged;
  const points = (list?.nodes ?? []).map((deployment) => ({
    ...deployment,
    key: deployment.id,
    name: deployment.action ?? name,
  }));
  return (
    <section aria-labelledby="deployments">
      <div className="title-row">
        <h2 id="deployments">
          {words('title')}
          {list !== null && <span className="muted numbers"> {format.number(list.totalCount)}</span>}
        </h2>
        <select
          aria-label={t('action')}
          value={action ?? ''}
          onChange={({ target }) => void navigate({ search: { action: target.value } })}
        >
          <option value="">{t('allActions')}</option>
          {actions.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
      <Trouble error={error} />
      {points.length > 0 && <DeploymentChart title={t('timeline')} points={points} joined />}
      <Trend {...trend} />
      {list !== null && (
        <DataTable columns={columns} rows={list.nodes} keyOf={keyOf} caption={words('title')} stale={stale} />
      )}
      <MoreButton paged={paged} />
    </section>
  );
}

/** Whether it is getting slower, in words. */
function Trend({ median, change }: Props['trend']) {
  const t = useServicesText();
  const format = useFormat();
  if (median === null) return null;
  const percent = format.percent(Math.abs((change ?? 1) - 1));
  return (
    <p className="muted">
      {t('trend', { median: format.duration(median) })}{' '}
      {change !== null &&
        (Math.abs(change - 1) < HARDLY ? t('steady') : t(change > 1 ? 'slower' : 'faster', { percent }))}
    </p>
  );
}

type Titles = Translate<
  'outcome' | 'action' | 'release' | 'imageTag' | 'started' | 'duration' | 'operator' | 'commit' | 'hosts' | 'run'
>;

function columnsOf(t: Titles, format: Format): Column<Deployment>[] {
  return [
    { id: 'outcome', title: t('outcome'), cell: ({ outcome }) => <StatusBadge status={outcome} /> },
    { id: 'run', title: t('run'), header: true, cell: ({ run }) => run && <Playbook run={run} /> },
    { id: 'action', title: t('action'), cell: ({ action }) => action },
    { id: 'release', title: t('release'), cell: ({ release }) => release },
    {
      id: 'tags',
      title: t('imageTag'),
      className: 'prose',
      cell: ({ imageTags }) => imageTags.map((tag) => <code key={tag}>{tag} </code>),
    },
    { id: 'started', title: t('started'), cell: ({ startedAt }) => <Moment at={startedAt} /> },
    { id: 'duration', title: t('duration'), figures: true, cell: ({ duration }) => format.duration(duration) },
    {
      id: 'hosts',
      title: t('hosts'),
      label: t('hosts'),
      className: 'prose',
      cell: (deployment) => <DeploymentHosts deployment={deployment} />,
    },
    { id: 'operator', title: t('operator'), label: t('operator'), cell: ({ operator }) => operator },
    {
      id: 'commit',
      title: t('commit'),
      label: t('commit'),
      cell: ({ configurationCommit }) =>
        configurationCommit && <code title={configurationCommit}>{configurationCommit.slice(0, 10)}</code>,
    },
  ];
}
