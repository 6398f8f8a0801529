import { MoreButton } from '../paging/more-button.js';
import type { Paged } from '../paging/use-pages.js';
import { FailureCard, type FailureOrigin } from './failure-card.js';
import type { ListedResult } from './results.query.js';

interface Props<Result extends ListedResult> {
  paged: Paged<Result>;
  /** Which run it was in, where the page does not say that already. */
  originOf?: (result: Result) => FailureOrigin | null;
}

export function FailureList<Result extends ListedResult>({ paged, originOf }: Props<Result>) {
  if (paged.list === null) return null;
  return (
    <>
      <ul className="failures">
        {paged.list.nodes.map((result) => (
          <li key={result.id}>
            <FailureCard result={result} origin={originOf?.(result) ?? null} />
          </li>
        ))}
      </ul>
      <MoreButton paged={paged} />
    </>
  );
}
