import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { FilterBar } from '../filters/filter-bar.js';
import { sendQuery } from '../graphql/send-query.js';
import { PACE } from '../live/pace.js';
import { Loading } from '../navigation/loading.js';
import { Trouble } from '../navigation/trouble.js';
import { useTitle } from '../navigation/use-title.js';
import { MoreButton } from '../paging/more-button.js';
import { usePages } from '../paging/use-pages.js';
import { DataTable } from '../table/data-table.js';
import { useFormat } from '../time/format.js';
import { FirstRun } from './first-run.js';
import { runFilterFields, runFilterOf } from './run-filter.js';
import { runsColumns } from './runs-columns.js';
import { useRunsText } from './runs.messages.js';
import { RunsQuery, type ListedRun } from './runs.query.js';

const route = getRouteApi('/runs');
const keyOf = ({ uuid }: ListedRun) => uuid;

export function RunsPage() {
  const t = useRunsText();
  const format = useFormat();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  useTitle(t('title'));
  const paged = usePages<ListedRun>({
    key: ['Runs', q],
    ask: async (after, signal) =>
      (await sendQuery(RunsQuery, { after, filter: runFilterOf(q, new Date()) }, signal)).runs,
    everyMs: PACE.moving,
    at: 'head',
    keyOf,
  });
  const fields = useMemo(() => runFilterFields(t), [t]);
  const columns = useMemo(() => runsColumns(t, format), [t, format]);
  const { list, error, stale } = paged;

  if (list?.nodes.length === 0 && q === '' && !stale) return <FirstRun error={error} />;
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
          onChange={(text) => void navigate({ search: { q: text } })}
        />
      </div>
      <Trouble error={error} />
      {list === null && error === null && <Loading />}
      {list?.nodes.length === 0 && <p className="empty panel">{t('none')}</p>}
      {list !== null && list.nodes.length > 0 && (
        <DataTable columns={columns} rows={list.nodes} keyOf={keyOf} caption={t('title')} stale={stale} />
      )}
      <MoreButton paged={paged} />
    </>
  );
}
