import type { JobsOptions } from 'bullmq';

/**
 * A job is a name, a payload and a policy. Payloads carry ids, never documents: a queue moves many small
 * jobs well and large ones badly.
 */
export interface JobDefinition<Payload> {
  /** Also the name of its queue; without colons, with which BullMQ builds its keys. */
  readonly name: string;
  /** Attempts, backoff, and what is kept of finished jobs. */
  readonly options: JobsOptions;
  /**
   * Jobs with the same id are one while they wait; one that comes while another runs, runs after it. An economy:
   * correctness comes from Postgres.
   */
  readonly deduplicationId: (payload: Payload) => string;
}

export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}
