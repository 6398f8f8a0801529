import { getRouteApi, Link } from '@tanstack/react-router';
import type { ResultOf } from 'gql.tada';
import { lazy, Suspense } from 'react';
import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { PACE } from '../../kit/live/pace.js';
import { usePace } from '../../kit/live/use-pace.js';
import { useCurrentInSight } from '../../kit/navigation/use-current-in-sight.js';
import { useTitle } from '../../kit/navigation/use-title.js';
import { Loading } from '../../kit/notices/loading.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { CountList } from '../../parts/counts/count-list.js';
import { HeatMap } from './matrix/heat-map.js';
import { useMatrix } from './matrix/use-matrix.js';
import { ResultPanel } from './results/result-panel.js';
import { ResultsList } from './results/results-list.js';
import { RunAbout } from './run-about.js';
import { RunFailures } from './run-failures.js';
import { RunHeading } from './run-heading.js';
import { RunNotices } from './run-notices.js';
import { RunRecap } from './run-recap.js';
import './run.css';
import { useRunText } from './run.messages.js';
import { RunQuery, type ShownLetters, type ShownRun } from './run.query.js';

const route = getRouteApi('/runs/$uuid');
const Timeline = lazy(async () => ({ default: (await import('./timeline/timeline.js')).Timeline }));

const VIEWS = ['matrix', 'results', 'timeline', 'hosts', 'about'] as const;
type View = (typeof VIEWS)[number];

export function RunPage() {
  const t = useRunText();
  const { uuid } = route.useParams();
  const { data, error } = useGraphql(RunQuery, { uuid }, { everyMs: paceOf });
  const run = data?.run ?? null;
  useTitle(run?.name ?? t('run'));
  return (
    <>
      <p className="crumbs">
        <Link to="/runs">{t('runs')}</Link>
      </p>
      <Trouble error={error} />
      {data === null && error === null && <Loading />}
      {data !== null && run === null && (
        <>
          <h1>{t('unknown')}</h1>
          <p>{t('unknownWhy', { uuid })}</p>
        </>
      )}
      {data !== null && run !== null && <KnownRun run={run} letters={data.deadLetters} />}
    </>
  );
}

function KnownRun({ run, letters }: { run: ShownRun; letters: ShownLetters }) {
  const t = useRunText();
  const everyMs = usePace(run.status === 'running');
  // The page shares this answer: with it, what is derived at the run's end comes as soon as the rest.
  useGraphql(RunQuery, { uuid: run.uuid }, { everyMs });
  const search = route.useSearch();
  const view: View = VIEWS.find((one) => one === search.view) ?? 'matrix';
  const views = useCurrentInSight<HTMLElement>(view);
  return (
    <>
      <RunHeading run={run} />
      <RunNotices run={run} letters={letters} />
      <CountList title={t('recap')} counts={run.counts} />
      <RunFailures run={run} everyMs={everyMs} />
      <nav ref={views} id="views" className="views" aria-label={t('views')}>
        {VIEWS.map((one) => (
          <Link
            key={one}
            to="/runs/$uuid"
            params={{ uuid: run.uuid }}
            search={{ view: one }}
            replace
            resetScroll={false}
            className={one === view ? 'view view-current' : 'view'}
            aria-current={one === view ? 'true' : undefined}
          >
            {t(`view.${one}`)}
          </Link>
        ))}
      </nav>
      <section aria-label={t(`view.${view}`)}>
        {view === 'about' && <RunAbout run={run} />}
        {view === 'hosts' && <RunRecap uuid={run.uuid} everyMs={everyMs} />}
        {view !== 'about' && view !== 'hosts' && <ResultViews run={run} view={view} everyMs={everyMs} />}
      </section>
      <ResultPanel />
    </>
  );
}

interface ViewProps {
  run: ShownRun;
  view: View;
  everyMs: number;
}

function ResultViews(props: ViewProps) {
  const t = useRunText();
  if (props.run.detailsDroppedAt !== null) return <p className="empty panel">{t('droppedResults')}</p>;
  return <MatrixViews {...props} />;
}

function MatrixViews({ run, view, everyMs }: ViewProps) {
  const moving = run.status === 'running';
  const { matrix, error } = useMatrix(run.uuid, moving, everyMs);
  if (matrix === null) return error === null ? <Loading /> : <Trouble error={error} />;
  return (
    <>
      <Trouble error={error} />
      {view === 'matrix' && <HeatMap matrix={matrix} />}
      {view === 'results' && <ResultsList matrix={matrix} moving={moving} everyMs={everyMs} />}
      {view === 'timeline' && (
        <Suspense fallback={<Loading />}>
          <Timeline matrix={matrix} startedAt={run.startedAt} duration={run.duration} />
        </Suspense>
      )}
    </>
  );
}

/** A run that is not known yet may begin any moment. */
function paceOf(answer: ResultOf<typeof RunQuery> | undefined): number {
  return answer?.run == null || answer.run.status === 'running' ? PACE.moving : PACE.settled;
}
