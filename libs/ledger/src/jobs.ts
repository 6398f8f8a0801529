import { defineJob } from '#queue';

const options = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: true,
  // What matters is in Postgres: a failed job is only kept to be looked at.
  removeOnFail: { count: 1_000, age: 86_400 },
};

/** Fold what the ledger holds of a run and nobody has folded yet. */
export const PROJECT_RUN = defineJob<{ runId: string }>({
  name: 'project-run',
  options,
  deduplicationId: ({ runId }) => runId,
});

/** Fold an accepted event that could not be folded before. */
export const REPLAY_LETTER = defineJob<{ letterId: string }>({
  name: 'replay-letter',
  options,
  deduplicationId: ({ letterId }) => letterId,
});
