import { MoreButton } from '../../kit/paging/more-button.js';
import type { Paged } from '../../kit/paging/use-pages.js';
import { usePrintAll } from '../../kit/paging/use-print-all.js';
import { useFormat } from '../../kit/time/format.js';
import { FailureCard } from './failure-card.js';
import { useResultsText } from './results.messages.js';
import type { FailedResult } from './results.query.js';

/** Some hundred pages of paper, and 25 questions. */
const MOST_PRINTED = 500;

interface Props<Result extends FailedResult> {
  paged: Paged<Result>;
  runOf: (result: Result) => { uuid: string; name: string | null } | null;
  tellsRun?: boolean;
  /** How many of the first are open with all they have. */
  opened?: number;
}

export function FailureList<Result extends FailedResult>({ paged, runOf, tellsRun, opened = 0 }: Props<Result>) {
  const t = useResultsText();
  const format = useFormat();
  const print = usePrintAll(paged, MOST_PRINTED);
  if (paged.list === null) return null;
  return (
    <>
      <ul className="failures">
        {paged.list.nodes.map((result, index) => {
          const run = runOf(result);
          return (
            <li key={result.id}>
              {run !== null && (
                <FailureCard result={result} run={run} tellsRun={tellsRun ?? false} opened={index < opened} />
              )}
            </li>
          );
        })}
      </ul>
      <MoreButton paged={paged}>
        <button type="button" title={print.part === null ? t('printMeaning') : t('printStop')} onClick={print.press}>
          {print.part === null ? t('printAll') : t('printLoading', { part: format.percent(print.part) })}
        </button>
      </MoreButton>
    </>
  );
}
