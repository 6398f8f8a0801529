import { PACE } from '../../kit/live/pace.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { usePages, type AskPage } from '../../kit/paging/use-pages.js';
import { useFormat } from '../../kit/time/format.js';
import { FailureList } from './failure-list.js';
import { useResultsText } from './results.messages.js';
import { keyOfResult, type FailureOfRun } from './results.query.js';

interface Props {
  /** Whose failures: the name of a service or a host, and which of both it is. */
  of: readonly [kind: 'service' | 'host', name: string];
  ask: AskPage<FailureOfRun>;
}

const runOf = ({ run }: FailureOfRun) => run;

/** What failed of a service or on a host over all runs, newest first; nothing where nothing ever failed. */
export function PastFailures({ of, ask }: Props) {
  const t = useResultsText();
  const format = useFormat();
  const paged = usePages<FailureOfRun>({
    key: ['PastFailures', ...of],
    ask,
    everyMs: PACE.calm,
    at: 'head',
    keyOf: keyOfResult,
  });
  if (paged.list?.nodes.length === 0) return null;
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">
        {t('failures')}
        {paged.list !== null && <span className="muted numbers"> {format.number(paged.list.totalCount)}</span>}
      </h2>
      <Trouble error={paged.error} />
      <FailureList paged={paged} runOf={runOf} tellsRun />
    </section>
  );
}
