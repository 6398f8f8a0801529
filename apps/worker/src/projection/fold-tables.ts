import {
  ContainerResultEntity,
  FailureEntity,
  PlayEntity,
  ResultDiffEntity,
  RunEntity,
  RunHostEntity,
  TaskEntity,
  TaskResultEntity,
} from '#database';
import { counterColumns, COUNTED } from './counter-columns.js';
import { FACT_SET, HOST_FACTS } from './fact-tables.js';
import { greatest, manyWholeRows, mergedRows, or, wholeRows, type MergeRule } from './fold-table.js';
import { runRow } from './run-row.js';

/** An event of a run that seemed interrupted proves it alive, unless the plugin itself said that it ended. */
const unlessEnded: MergeRule = (column) =>
  `CASE WHEN excluded.final_seq IS NOT NULL OR known.final_seq IS NULL THEN excluded.${column} ELSE known.${column} END`;

/** The event that names the playbook tells when it started; the others guess. */
const ofRunStarted: MergeRule = (column) =>
  `CASE WHEN excluded.playbook_path IS NOT NULL THEN excluded.${column} ELSE known.${column} END`;

/** The run's own row: made by whichever event comes first. */
const RUN = mergedRows(RunEntity, {
  rows: (folded, { runId }) => [runRow(folded, runId)],
  later: ['derivedAt'],
  merge: {
    status: unlessEnded,
    interruptedReason: unlessEnded,
    startedAt: ofRunStarted,
    lastEventAt: greatest,
    ...COUNTED,
  },
  returning: 'known.status, known.derived_at',
});

/** Whether hosts were left is told by events of their own, which may come first. */
const PLAY = mergedRows(PlayEntity, {
  rows: ({ plays }) => plays,
  merge: { noHostsMatched: or, noHostsRemaining: or },
});

const TASK = wholeRows(TaskEntity, { rows: ({ tasks }) => tasks });

/** Most rows of a fold. */
const TASK_RESULT = manyWholeRows(TaskResultEntity, { rows: ({ results }) => results });

const CONTAINER_RESULT = wholeRows(ContainerResultEntity, { rows: ({ containers }) => containers });

const RESULT_DIFF = wholeRows(ResultDiffEntity, { rows: ({ diffs }) => diffs });

/** They have no group yet: see groupFailures. */
const FAILURE = wholeRows(FailureEntity, {
  rows: ({ failures }) => failures,
  later: ['service', 'fingerprint'],
});

const RUN_HOST = mergedRows(RunHostEntity, {
  rows: ({ hosts }) => hosts.map(({ host, counts, recap }) => ({ host, ...counterColumns(counts, recap) })),
  merge: COUNTED,
});

/** What a fold writes, all of it. */
export const FOLD_TABLES = [
  ...[RUN, FAILURE, PLAY, TASK, TASK_RESULT, CONTAINER_RESULT, RESULT_DIFF, RUN_HOST],
  ...[FACT_SET, HOST_FACTS],
];
