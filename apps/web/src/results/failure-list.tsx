import { MoreButton } from '../paging/more-button.js';
import type { Paged } from '../paging/use-pages.js';
import { FailureCard } from './failure-card.js';
import type { FailedResult } from './results.query.js';

interface Props<Result extends FailedResult> {
  paged: Paged<Result>;
  runOf: (result: Result) => { uuid: string; name: string | null } | null;
  tellsRun?: boolean;
  /** How many of the first are open with all they have. */
  opened?: number;
}

export function FailureList<Result extends FailedResult>({ paged, runOf, tellsRun, opened = 0 }: Props<Result>) {
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
      <MoreButton paged={paged} />
    </>
  );
}
