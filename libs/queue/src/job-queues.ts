import type { BackendClasses, ConnectionOptions, IQueueBackend, Job, JobProgress, Worker } from 'bullmq';
import type { ServerSettings } from '#config';
import { withLogContext, type Logger } from '#telemetry';
import type { JobDefinition } from './define-job.js';
import { openQueueConnection, type QueueConnection } from './queue-connection.js';

type Classes = BackendClasses<IQueueBackend, ConnectionOptions>;

/** The queues of one process: adds jobs, and works on those it was told to. */
export class JobQueues {
  private readonly queues = new Map<string, InstanceType<Classes['Queue']>>();
  private readonly workers: Worker<unknown, unknown, string, IQueueBackend, JobProgress, ConnectionOptions>[] = [];

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
    await this.queue(definition).add(definition.name, payload, {
      ...definition.options,
      deduplication: { id: definition.deduplicationId(payload), keepLastIfActive: true },
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
        handle(job.data as Payload),
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
    worker.on('error', (error) => this.logger.warn('The queue is in trouble', { job: definition.name, err: error }));
    this.workers.push(worker);
  }

  /** Lets running jobs end, then lets go of the queue. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await this.connection.close();
  }

  private queue<Payload>(definition: JobDefinition<Payload>): InstanceType<Classes['Queue']> {
    let queue = this.queues.get(definition.name);
    if (queue === undefined) {
      queue = new this.connection.classes.Queue(definition.name, { connection: this.connection.options });
      queue.on('error', (error) => this.logger.warn('The queue is in trouble', { job: definition.name, err: error }));
      this.queues.set(definition.name, queue);
    }
    return queue;
  }
}
