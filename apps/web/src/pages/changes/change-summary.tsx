import { ShareBar } from '../../kit/charts/share-bar.js';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { useFormat } from '../../kit/time/format.js';
import { ChangeCountsQuery, type ChangeCount } from './change-counts.query.js';
import { changeFilterOf, countFilterOf, toTheHour } from './change-filter.js';
import { useChangesPageText } from './changes-page.messages.js';

const BY = ['day', 'service', 'host', 'operator', 'environment', 'action', 'configuration_commit'] as const;
type By = (typeof BY)[number];

/** The key of the filter bar that narrows to one of the groups. */
const FILTER_KEYS: Record<Exclude<By, 'day'>, string> = {
  service: 'service',
  host: 'host',
  operator: 'operator',
  environment: 'environment',
  action: 'action',
  configuration_commit: 'commit',
};

interface Props {
  filterText: string;
  by: string | undefined;
  onBy: (by: string) => void;
  onNarrow: (key: string, value: string) => void;
}

/** How many changes there are by day, service, operator, ...: a bar for each, which narrows the list to it. */
export function ChangeSummary({ filterText, by: asked, onBy, onNarrow }: Props) {
  const t = useChangesPageText();
  const by = BY.find((one) => one === asked) ?? 'service';
  const filter = countFilterOf(changeFilterOf(filterText, toTheHour(new Date())));
  const { data } = useGraphql(
    ChangeCountsQuery,
    { by, filter },
    { everyMs: PACE.calm, keep: true, enabled: filter !== null },
  );
  const counts = data?.changeCounts ?? [];
  if (filter === null || counts.length === 0) return null;
  const most = Math.max(...counts.map(({ changes }) => changes));
  return (
    <section className="change-summary panel" aria-labelledby="change-summary">
      <h2 id="change-summary">
        <label>
          {t('by')}{' '}
          <select value={by} onChange={({ target }) => onBy(target.value)}>
            {BY.map((one) => (
              <option key={one} value={one}>
                {t(`by.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </h2>
      <ol className="bars" tabIndex={0}>
        {counts.map((count) => (
          <li key={count.key ?? ''}>
            <Bar
              count={count}
              most={most}
              onNarrow={by === 'day' || count.key === null ? null : (value) => onNarrow(FILTER_KEYS[by], value)}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface BarProps {
  count: ChangeCount;
  most: number;
  onNarrow: ((key: string) => void) | null;
}

function Bar({ count: { key, changes, runs }, most, onNarrow }: BarProps) {
  const t = useChangesPageText();
  const format = useFormat();
  const title = t('countsTitle', { changes: format.number(changes), runs: format.number(runs) });
  return (
    <>
      {key !== null && onNarrow !== null ? (
        <button type="button" className="quiet bar-name" onClick={() => onNarrow(key)}>
          {key}
        </button>
      ) : (
        <span className="bar-name">{key ?? t('unknown')}</span>
      )}
      <ShareBar value={changes} of={most} label={title} title={title} />
      <span className="numbers">{format.number(changes)}</span>
    </>
  );
}
