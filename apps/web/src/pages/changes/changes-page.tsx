import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { FilterBar } from '../../kit/filters/filter-bar.js';
import { parseFilterText, withValues, writeTerms } from '../../kit/filters/filter-text.js';
import { sendQuery } from '../../kit/graphql/send-query.js';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { useTitle } from '../../kit/navigation/use-title.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { MoreButton } from '../../kit/paging/more-button.js';
import { usePages } from '../../kit/paging/use-pages.js';
import { usePrintAll } from '../../kit/paging/use-print-all.js';
import { useFormat } from '../../kit/time/format.js';
import { ChangeList } from '../../parts/changes/change-list.js';
import { useChangesText } from '../../parts/changes/changes.messages.js';
import { ChangesQuery, DroppedChangesQuery, type Change } from '../../parts/changes/changes.query.js';
import { DroppedNote } from '../../parts/changes/dropped-note.js';
import { changeFilterFields, changeFilterOf, toTheHour } from './change-filter.js';
import { ChangeSummary } from './change-summary.js';
import { useChangesPageText } from './changes-page.messages.js';
import './changes.css';
import { ExportButtons } from './export-buttons.js';

const route = getRouteApi('/changes');
const keyOf = ({ resultId }: Change) => resultId;

/** Some hundred pages without diffs; for more there is the export. */
const MOST_PRINTED = 2_000;

/** Every change of a period: by whom, on which hosts and services, from which commit, with the diff. */
export function ChangesPage() {
  const t = useChangesPageText();
  const words = useChangesText();
  const { q = '', by, diffs, order } = route.useSearch();
  const navigate = route.useNavigate();
  useTitle(words('title'));
  const orderBy = order === 'oldest' ? 'oldest' : 'newest';
  const paged = usePages<Change>({
    key: ['Changes', q, orderBy],
    ask: async (after, signal) =>
      (await sendQuery(ChangesQuery, { filter: changeFilterOf(q, new Date()), orderBy, first: 50, after }, signal))
        .changes,
    everyMs: PACE.calm,
    at: orderBy === 'newest' ? 'head' : 'tail',
    keyOf,
  });
  const print = usePrintAll(paged, MOST_PRINTED);
  const format = useFormat();
  const gone = useGraphql(DroppedChangesQuery, { filter: changeFilterOf(q, toTheHour(new Date())) });
  const dropped = gone.data?.droppedChanges ?? null;
  const fields = useMemo(() => changeFilterFields(t), [t]);
  const { list, error, stale } = paged;
  const open = diffs === 'open';
  const narrow = (key: string, value: string) => {
    const terms = withValues(parseFilterText(q).terms, key, []);
    void navigate({ search: (now) => ({ ...now, q: writeTerms([...terms, { key, value }]) }) });
  };
  return (
    <>
      <div className="title-row">
        <h1>{words('title')}</h1>
        {list !== null && (
          <p className="total numbers" role="status">
            {t('total', { count: list.totalCount })}
          </p>
        )}
        <FilterBar
          fields={fields}
          value={q}
          hint={t('hint')}
          onChange={(text) => void navigate({ search: (now) => ({ ...now, q: text }) })}
        />
      </div>
      {/* On paper the filter is part of what the list says. */}
      {q !== '' && <p className="print-only">{q}</p>}
      <div className="changes-tools">
        <nav className="choices" aria-label={t('order')}>
          {(['newest', 'oldest'] as const).map((one) => (
            <Link
              key={one}
              to="/changes"
              search={(now) => ({ ...now, order: one })}
              aria-current={one === orderBy ? 'true' : undefined}
            >
              {t(one)}
            </Link>
          ))}
        </nav>
        <button
          type="button"
          aria-pressed={open}
          onClick={() => void navigate({ search: (now) => ({ ...now, diffs: open ? '' : 'open' }) })}
        >
          {t(open ? 'hideDiffs' : 'showDiffs')}
        </button>
        <ExportButtons filterText={q} />
        <button
          type="button"
          title={print.part === null ? t('printMeaning') : t('printStop')}
          disabled={list === null}
          onClick={print.press}
        >
          {print.part === null ? t('print') : t('printLoading', { part: format.percent(print.part) })}
        </button>
      </div>
      <Trouble error={error ?? gone.error} />
      <DroppedNote dropped={dropped} />
      {list === null && error === null && <Loading />}
      <ChangeSummary
        filterText={q}
        by={by}
        onBy={(chosen) => void navigate({ search: (now) => ({ ...now, by: chosen }), replace: true })}
        onNarrow={narrow}
      />
      {list?.nodes.length === 0 && (
        <p className="empty panel">{q !== '' ? t('none') : dropped === null ? t('noneYet') : words('noneLeft')}</p>
      )}
      {list !== null && list.nodes.length > 0 && (
        <div className={stale ? 'stale' : undefined}>
          <ChangeList changes={list.nodes} open={open} />
        </div>
      )}
      <MoreButton paged={paged} />
    </>
  );
}
