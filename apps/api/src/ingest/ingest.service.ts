import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ServerSettings } from '#config';
import {
  appendBatch,
  bytePattern,
  keepDeadLetters,
  PROJECT_RUN,
  redactBytes,
  RunDropped,
  SECRET_PATTERNS,
  touchRun,
  type BatchBody,
} from '#ledger';
import { JobQueues } from '#queue';
import { parseBatch, type RejectedEvent } from '#run-events';
import { Logger } from '#telemetry';
import { SETTINGS } from '../settings.token.js';
import { IngestMetrics } from './ingest-metrics.js';
import { LargerThanTold, MAX_INFLATED_BYTES, readUpload, toldSize } from './upload-body.js';
import { UploadPlaces } from './upload-places.js';
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
  private readonly patterns: readonly RegExp[];

  constructor(
    private readonly dataSource: DataSource,
    private readonly queues: JobQueues,
    private readonly logger: Logger,
    private readonly places: UploadPlaces,
    private readonly metrics: IngestMetrics,
    @Inject(SETTINGS) { redactPatterns }: ServerSettings,
  ) {
    this.patterns = [...SECRET_PATTERNS, ...redactPatterns.map((pattern) => bytePattern(pattern))];
  }

  async upload(runId: string, raw: Buffer, encoding: string | undefined): Promise<UploadAnswer> {
    if (!UUID_V7.test(runId)) {
      throw new UploadRefused(400, 'invalid_run_id', 'The run id in the path must be a UUID of version 7.');
    }
    const started = performance.now();
    const answer = await this.inflateAndCommit(runId.toLowerCase(), raw, encoding, toldSize(raw));
    this.metrics.committed(answer, (performance.now() - started) / 1_000);
    return answer;
  }

  /** Inflated, a batch waits for its turn: all together have as much room as the largest one. */
  private async inflateAndCommit(
    runId: string,
    raw: Buffer,
    encoding: string | undefined,
    maxBytes: number,
  ): Promise<UploadAnswer> {
    try {
      return await this.places.withRoomFor(maxBytes, async () =>
        this.commit(runId, await readUpload(raw, encoding, maxBytes)),
      );
    } catch (error) {
      if (!(error instanceof LargerThanTold)) throw error;
      return this.inflateAndCommit(runId, raw, encoding, MAX_INFLATED_BYTES);
    }
  }

  private async commit(runId: string, sent: BatchBody): Promise<UploadAnswer> {
    const body = this.withoutSecrets(runId, sent);
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
    const appended = await appendBatch(this.dataSource, runId, events, body).catch((error: unknown) => {
      if (!(error instanceof RunDropped)) throw error;
      throw new UploadRefused(400, 'run_dropped', 'This run is older than what is kept here: it takes no events.');
    });
    if (appended.accepted > 0) this.wakeWorker(runId);
    if (rejected.length > 0) this.logger.warn('Events were rejected', { runId, rejected: rejected.length });
    return {
      ...appended,
      rejected: rejected.map(({ position, seq, code, message }) => ({ position, seq, code, message })),
    };
  }

  /** The second line: the plugin knows the secrets of its cloud, and we only how some look. */
  private withoutSecrets(runId: string, sent: BatchBody): BatchBody {
    const { redacted, found } = redactBytes(sent.inflated, this.patterns);
    if (found === 0) return sent;
    this.logger.warn('Secrets came that the plugin had not redacted', { runId, found });
    return { inflated: redacted, gzipped: null };
  }

  /** Not awaited: the events are safe, and the sweeper finds the run should the queue be away. */
  private wakeWorker(runId: string): void {
    this.queues.enqueue(PROJECT_RUN, { runId }).catch((error: unknown) => {
      this.logger.warn('The queue did not take a job; the sweeper will find the run', { runId, err: error });
    });
  }
}
