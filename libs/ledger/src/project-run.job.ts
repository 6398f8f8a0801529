import { defineJob } from '#queue';

/** Fold what the ledger holds of a run and nobody has folded yet. */
export const PROJECT_RUN = defineJob<{ runId: string }>({
  name: 'project-run',
  options: {
    attempts: 5,
    backoff: { type: 'exponential', delay: 500 },
    removeOnComplete: true,
    // The sweeper finds the run again: a failed job is only kept to be looked at.
    removeOnFail: { count: 1_000, age: 86_400 },
  },
  deduplicationId: ({ runId }) => runId,
});
