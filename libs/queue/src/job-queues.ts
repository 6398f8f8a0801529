import type { BackendClasses, ConnectionOptions, IQueueBackend, Job, JobProgress, Worker } from 'bullmq';
import { Gauge, type Registry } from 'prom-client';
import type { ServerSettings } from '#config';
import { readForScrape, withLogContext, type Logger } from '#telemetry';
import type { JobDefinition } from './define-job.js';
import { JobFailed } from './job-failed.js';
import { openQueueConnection, type QueueConnection } from './queue-connection.js';

type Classes = BackendClasses<IQueueBackend, ConnectionOptions>;

/** Jobs on their way to a queue that does not answer; more of them would only fill our memory. */
const MAX_ADDING = 1_000;

const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

/** The queues of one process: adds jobs, and works on those it was told to. */
export class JobQueues {
  private readonly queues = new Map<string, InstanceType<Classes['Queue']>>();
  private readonly workers: Worker<unknown, unknown, string, IQueueBackend, JobProgress, ConnectionOptions>[] = [];

  private adding = 0;

  private constructor(
    private readonly connection: QueueConnection,
    private readonly logger: Logger,
  ) {}

  static async open(settings: Pick<ServerSettings, 'databaseUrl' | 'redisUrl'>, logger: Logger): Promise<JobQueues> {
    return new JobQueues(await openQueueConnection(settings, logger), logger);
  }

  get backend(): QueueConnection['kind'] {
    return this.connection.kind;
  }

  /** Adds a job. Rejects when the queue is away. */
  async enqueue<Payload>(definition: JobDefinition<Payload>, payload: Payload): Promise<void> {
    // Redis's client keeps what it is told while Redis is away, without end.
    if (this.adding >= MAX_ADDING) throw new Error(`${this.adding} jobs are waiting for the queue to respond`);
    this.adding += 1;
    try {
      await this.queue(definition).add(definition.name, payload, {
        ...definition.options,
        deduplication: { id: definition.deduplicationId(payload), keepLastIfActive: true },
      });
    } finally {
      this.adding -= 1;
    }
  }

  /** Measures how many jobs there are, by queue and state; nothing while the queue does not answer. */
  measure(metrics: Registry, definitions: readonly { name: string }[]): void {
    const name = 'playledger_queue_jobs';
    // API and worker may be one process.
    if (metrics.getSingleMetric(name) !== undefined) return;
    const queues = definitions.map((definition) => this.queue(definition));
    new Gauge({
      name,
      help: 'Jobs in the queue. Losing them loses nothing: the sweeper finds what they were for.',
      labelNames: ['queue', 'state'],
      registers: [metrics],
      async collect() {
        const counts = await readForScrape(() => Promise.all(queues.map((queue) => queue.getJobCounts(...STATES))));
        this.reset();
        queues.forEach(({ name: queue }, index) => {
          const byState = counts?.[index] ?? {};
          for (const [state, jobs] of Object.entries(byState)) this.set({ queue, state }, jobs);
        });
      },
    });
  }

  /** Starts working on jobs of this kind. A handler that throws is retried by the job's policy. */
  process<Payload>(
    definition: JobDefinition<Payload>,
    concurrency: number,
    handle: (payload: Payload) => Promise<void>,
  ): void {
    const work = async (job: Job<unknown, unknown>): Promise<unknown> =>
      withLogContext({ job: job.name, jobId: job.id, attempt: job.attemptsMade + 1 }, () =>
        handle(job.data as Payload).catch((error: unknown) => {
          throw new JobFailed(error);
        }),
      );
    const worker = new this.connection.classes.Worker<unknown, unknown>(definition.name, work, {
      connection: this.connection.options,
      concurrency,
    });
    worker.on('failed', (job, error) => {
      this.logger.warn('A job failed', {
        job: definition.name,
        jobId: job?.id,
        attempt: job?.attemptsMade,
        err: error,
      });
    });
    worker.on('error', (error) =>
      this.logger.warn('The queue reported an error', { job: definition.name, err: error }),
    );
    this.workers.push(worker);
  }

  /** Lets running jobs end, then lets go of the queue. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await this.connection.close();
  }

  private queue(definition: { name: string }): InstanceType<Classes['Queue']> {
    let queue = this.queues.get(definition.name);
    if (queue === undefined) {
      queue = new this.connection.classes.Queue(definition.name, { connection: this.connection.options });
      queue.on('error', (error) =>
        this.logger.warn('The queue reported an error', { job: definition.name, err: error }),
      );
      this.queues.set(definition.name, queue);
    }
    return queue;
  }
}
