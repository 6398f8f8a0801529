import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { FilterBar } from '../../kit/filters/filter-bar.js';
import { valuesOf, parseFilterText } from '../../kit/filters/filter-text.js';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { useTitle } from '../../kit/navigation/use-title.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { DataTable } from '../../kit/table/data-table.js';
import { useFormat } from '../../kit/time/format.js';
import { ColumnMenu } from './column-menu.js';
import { FirstRun } from './first-run.js';
import { knownValues } from './known-values.js';
import { runFilterFields, runFilterOf } from './run-filter.js';
import { runsColumns, USUAL_COLUMNS } from './runs-columns.js';
import './runs.css';
import { useRunsText } from './runs.messages.js';
import { RunsQuery, SuggestedValuesQuery, type ListedRun } from './runs.query.js';
import { ViewMenu } from './view-menu.js';

const route = getRouteApi('/runs');
const keyOf = ({ uuid }: ListedRun) => uuid;

export function RunsPage() {
  const t = useRunsText();
  const format = useFormat();
  const { q = '', columns: asked } = route.useSearch();
  const [typed, setTyped] = useState(q);
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
  const columns = useMemo(() => runsColumns(t, format), [t, format]);
  const shown = useMemo(() => asked?.split(',') ?? USUAL_COLUMNS, [asked]);
  const { list, error, stale } = paged;
  const host = valuesOf(parseFilterText(typed).terms, 'host').at(-1) ?? null;
  const { data: suggested } = useGraphql(SuggestedValuesQuery, { host }, { keep: true });
  const fields = useMemo(() => {
    const services = suggested?.services.nodes.map(({ name }) => name) ?? [];
    const hosts = suggested?.hosts.nodes.map(({ name }) => name) ?? [];
    return runFilterFields(t, knownValues(list?.nodes ?? [], services, hosts));
  }, [t, list, suggested]);

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
          onTyping={setTyped}
          onChange={(text) => void navigate({ search: (search) => ({ ...search, q: text }) })}
        />
        <div className="tool-row">
          <ViewMenu q={q} columns={asked ?? ''} />
          <ColumnMenu
            columns={columns}
            shown={shown}
            onChange={(next) =>
              void navigate({ search: (search) => ({ ...search, columns: next.join(',') }), replace: true })
            }
          />
        </div>
      </div>
      <Trouble error={error} />
      {list === null && error === null && <Loading />}
      {list?.nodes.length === 0 && <p className="empty panel">{t('none')}</p>}
      {list !== null && list.nodes.length > 0 && (
        <DataTable columns={columns} rows={list.nodes} keyOf={keyOf} caption={t('title')} shown={shown} stale={stale} />
      )}
      <MoreButton paged={paged} />
    </>
  );
}
