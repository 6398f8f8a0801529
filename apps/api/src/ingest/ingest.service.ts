import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ServerSettings } from '#config';
import { appendBatch, keepDeadLetters, PROJECT_RUN, touchRun } from '#ledger';
import { JobQueues } from '#queue';
import { parseBatch, type RejectedEvent } from '#run-events';
import { Logger } from '#telemetry';
import { SETTINGS } from '../settings.token.js';
import { readUpload } from './upload-body.js';
import { UploadRefused } from './upload-refused.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const MAX_EVENTS = 20_000;

/** What an upload is answered with: everything is committed, or named in `rejected`. */
export interface UploadAnswer {
  accepted: number;
  duplicates: number;
  rejected: Pick<RejectedEvent, 'position' | 'seq' | 'code' | 'message'>[];
}

/** Accepts batches: inflate, validate, append to the ledger, answer, and wake a worker. */
@Injectable()
export class IngestService {
  private uploadsUnderWay = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly queues: JobQueues,
    private readonly logger: Logger,
    @Inject(SETTINGS) private readonly settings: ServerSettings,
  ) {}

  async upload(runId: string, raw: Buffer, encoding: string | undefined): Promise<UploadAnswer> {
    if (!UUID_V7.test(runId)) {
      throw new UploadRefused(400, 'invalid_run_id', 'The run id in the path must be a UUID of version 7.');
    }
    if (this.uploadsUnderWay >= this.settings.ingestConcurrency) {
      throw new UploadRefused(503, 'busy', 'Too many uploads at once: send this one again a little later.', 1);
    }
    this.uploadsUnderWay += 1;
    try {
      return await this.accept(runId.toLowerCase(), raw, encoding);
    } finally {
      this.uploadsUnderWay -= 1;
    }
  }

  private async accept(runId: string, raw: Buffer, encoding: string | undefined): Promise<UploadAnswer> {
    const body = await readUpload(raw, encoding);
    const { events, rejected } = parseBatch(body.inflated);
    if (events.length + rejected.length > MAX_EVENTS) {
      throw new UploadRefused(413, 'too_many_events', `A batch may hold ${MAX_EVENTS} events: split this one.`);
    }
    // Dead letters first: should the append fail, the sender sends all again, and a letter is kept once.
    await keepDeadLetters(
      this.dataSource,
      runId,
      rejected.map(({ seq, code, message, raw: event }) => ({
        stage: 'accept',
        seq,
        code,
        message,
        event,
        batchNo: null,
        position: null,
      })),
    );
    if (events.length === 0) await touchRun(this.dataSource, runId);
    const appended = await appendBatch(this.dataSource, runId, events, body);
    if (appended.accepted > 0) this.wakeWorker(runId);
    if (rejected.length > 0) this.logger.warn('Events were rejected', { runId, rejected: rejected.length });
    return {
      ...appended,
      rejected: rejected.map(({ position, seq, code, message }) => ({ position, seq, code, message })),
    };
  }

  /** Not awaited: the events are safe, and the sweeper finds the run should the queue be away. */
  private wakeWorker(runId: string): void {
    this.queues.enqueue(PROJECT_RUN, { runId }).catch((error: unknown) => {
      this.logger.warn('The queue did not take a job; the sweeper will find the run', { runId, err: error });
    });
  }
}
