import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { FilterBar } from '../../kit/filters/filter-bar.js';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { useTitle } from '../../kit/navigation/use-title.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { DataTable, type Column } from '../../kit/table/data-table.js';
import { Names } from '../../kit/table/names.js';
import { useFormat } from '../../kit/time/format.js';
import { Moment } from '../../kit/time/moment.js';
import { useResultsText } from '../../parts/results/results.messages.js';
import './failures.css';
import { useFailuresText } from './failures.messages.js';
import { FailureGroupsQuery, FailureStatisticsQuery, type ListedGroup } from './failures.query.js';
import { groupFilterFields, groupFilterOf } from './group-filter.js';
import { GroupPanel } from './group-panel.js';
import { StateTag } from './state-tag.js';

const route = getRouteApi('/failures');
const ORDERS = ['lastSeenAt', 'firstSeenAt', 'failures'] as const;
const keyOf = ({ fingerprint }: ListedGroup) => fingerprint;

/** Failures of all runs by their cause: what is new, what is known, what came back. */
export function FailuresPage() {
  const t = useFailuresText();
  const { q = '', order } = route.useSearch();
  const navigate = route.useNavigate();
  useTitle(t('title'));
  const orderBy = ORDERS.find((one) => one === order) ?? 'lastSeenAt';
  const paged = usePages<ListedGroup>({
    key: ['FailureGroups', q, orderBy],
    ask: async (after, signal) =>
      (await sendQuery(FailureGroupsQuery, { after, filter: groupFilterOf(q, new Date()), orderBy }, signal))
        .failureGroups,
    everyMs: PACE.calm,
    at: 'head',
    keyOf,
  });
  const fields = useMemo(() => groupFilterFields(t), [t]);
  const columns = useColumns();
  const { list, error, stale } = paged;
  return (
    <>
      <div className="title-row">
        <h1>{t('title')}</h1>
        {list !== null && (
          <p className="total numbers" role="status">
            {t('total', { count: list.totalCount })}
          </p>
        )}
        <FilterBar
          fields={fields}
          value={q}
          hint={t('hint')}
          onChange={(text) => void navigate({ search: (search) => ({ ...search, q: text }) })}
        />
        <select
          aria-label={t('order')}
          value={orderBy}
          onChange={({ target }) => void navigate({ search: (search) => ({ ...search, order: target.value }) })}
        >
          {ORDERS.map((one) => (
            <option key={one} value={one}>
              {t(`order.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <WeekSentence />
      <Trouble error={error} />
      {list === null && error === null && <Loading />}
      {list?.nodes.length === 0 && <p className="empty panel">{q === '' ? t('noneYet') : t('none')}</p>}
      {list !== null && list.nodes.length > 0 && (
        <DataTable columns={columns} rows={list.nodes} keyOf={keyOf} caption={t('title')} stale={stale} />
      )}
      <MoreButton paged={paged} />
      <GroupPanel />
    </>
  );
}

function WeekSentence() {
  const t = useFailuresText();
  const format = useFormat();
  const { data } = useGraphql(FailureStatisticsQuery, {}, { everyMs: PACE.settled });
  if (data === null || data.failureStatistics.failures === 0) return null;
  const { failures, groups, newGroups, knownRate } = data.failureStatistics;
  return (
    <p className="muted">
      {t('week', { failures, groups, fresh: newGroups, known: knownRate === null ? '–' : format.percent(knownRate) })}
    </p>
  );
}

function useColumns(): Column<ListedGroup>[] {
  const t = useFailuresText();
  const words = useResultsText();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'state',
        title: t('state'),
        cell: (group) => <StateTag state={group.state} title={words(`state.${group.state}`)} />,
      },
      { id: 'cause', title: t('cause'), header: true, className: 'prose', cell: (group) => <Cause group={group} /> },
      {
        id: 'failures',
        title: t('failures'),
        figures: true,
        label: t('failures'),
        cell: ({ counts }) => format.number(counts.total),
      },
      {
        id: 'runs',
        title: t('runs'),
        figures: true,
        label: t('runs'),
        cell: ({ runCount }) => format.number(runCount),
      },
      {
        id: 'hosts',
        title: t('hosts'),
        className: 'wrap',
        label: t('hosts'),
        cell: (group) => <HostNames group={group} />,
      },
      {
        id: 'services',
        title: t('services'),
        className: 'wrap',
        label: t('services'),
        cell: ({ services }) => <Names names={services} />,
      },
      {
        id: 'releases',
        title: t('releases'),
        label: t('releases'),
        cell: ({ releases }) => <Names names={releases} />,
      },
      {
        id: 'first',
        title: t('first'),
        label: t('first'),
        cell: ({ firstSeenAt }) => firstSeenAt !== null && <Moment at={firstSeenAt} />,
      },
      {
        id: 'last',
        title: t('last'),
        label: t('last'),
        cell: ({ lastSeenAt }) => lastSeenAt !== null && <Moment at={lastSeenAt} />,
      },
    ],
    [t, words, format],
  );
}

function Cause({ group }: { group: ListedGroup }) {
  const t = useFailuresText();
  const { counts } = group;
  return (
    <>
      <Link
        to="/failures"
        search={(search) => ({ ...search, group: group.fingerprint })}
        replace
        resetScroll={false}
        data-stop="failure"
        className="cause-title"
      >
        {group.title}
      </Link>
      <span className="task-origin muted">
        <span>{group.task}</span>
        {counts.total > 0 && counts.ignored + counts.rescued === counts.total && (
          <span className="tag">{t('tolerated')}</span>
        )}
      </span>
    </>
  );
}

function HostNames({ group }: { group: ListedGroup }) {
  const t = useFailuresText();
  const more = group.hostCount - group.hostNames.length;
  return (
    <>
      <Names names={group.hostNames} />
      {more > 0 && ` ${t('andMore', { more })}`}
    </>
  );
}
