import { uuidTime, type RunEntity, type RunStatus } from '#database';
import { counterColumns, type CounterColumns } from './counter-columns.js';
import { sumCounts } from './counts.js';
import type { FoldedRows } from './fold-events.js';
import type { FoldRow } from './fold-table.js';
import { beganAt } from './told-time.js';

/** Columns that others fill. */
type FilledLater = 'id' | 'derivedAt';

type Started = NonNullable<FoldedRows['run']['started']>;
type Finished = Omit<NonNullable<FoldedRows['run']['finished']>, 'recap' | 'outcome'>;
type Told = Started & Finished & CounterColumns & { status: RunStatus; lastEventAt: string; clockAhead: number | null };

/** Does not compile when the entity has a column that no event fills. */
type Complete<Row, Given extends Row> = Given;
type RunColumns = Complete<FoldRow<RunEntity, FilledLater>, Told>;

/** What a fold says of the run itself: what has come of it so far. */
export function runRow({ run, hosts }: FoldedRows, runId: string): Partial<RunColumns> {
  const { started, finished, clock } = run;
  const { recap = null, outcome = 'running', ...finishedColumns } = finished ?? {};
  return {
    // Until it is known when the run started: its id says when the plugin made it.
    startedAt: clock === null ? uuidTime(runId).toISOString() : beganAt(clock),
    clockAhead: clock === null || clock.ahead === 0 ? null : clock.ahead,
    ...started,
    ...finishedColumns,
    status: outcome,
    lastEventAt: run.lastEventAt,
    ...counterColumns(sumCounts(hosts.map(({ counts }) => counts)), recap),
  };
}
