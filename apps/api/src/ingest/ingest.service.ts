import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { appendBatch, keepDeadLetters, PROJECT_RUN, RunDropped, touchRun } from '#ledger';
import { JobQueues } from '#queue';
import { Logger } from '#telemetry';
import { UploadRefused } from '../errors/upload-refused.js';
import { IngestMetrics } from './ingest-metrics.js';
import type { ReadBatch } from './read-upload.js';
import type { UploadAnswer } from './upload-answer.js';
import { MAX_INFLATED_BYTES, declaredSize, type Upload } from './upload-body.js';
import { UploadAdmission } from './upload-admission.js';
import { UploadReader } from './upload-reader.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Accepts batches: inflate, validate, append to the ledger, answer, and wake a worker. */
@Injectable()
export class IngestService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queues: JobQueues,
    private readonly logger: Logger,
    private readonly places: UploadAdmission,
    private readonly reader: UploadReader,
    private readonly metrics: IngestMetrics,
  ) {}

  async upload(runId: string, raw: Buffer, encoding: string | undefined): Promise<UploadAnswer> {
    if (!UUID_V7.test(runId)) {
      throw new UploadRefused(400, 'invalid_run_id', 'The run id in the path must be a UUID of version 7.');
    }
    const started = performance.now();
    const answer = await this.readAndCommit(runId.toLowerCase(), { raw, encoding, maxBytes: declaredSize(raw) });
    this.metrics.committed(answer, (performance.now() - started) / 1_000);
    return answer;
  }

  /** Inflated, a batch waits for its turn: all together have as much room as the largest one. */
  private async readAndCommit(runId: string, upload: Upload): Promise<UploadAnswer> {
    const answer = await this.places.withRoomFor(upload.maxBytes, async () => {
      const outcome = await this.reader.read(upload);
      if ('largerThanTold' in outcome) return null;
      if ('batch' in outcome) return this.commit(runId, upload.raw, outcome.batch);
      const { status, code, message } = outcome.refused;
      throw new UploadRefused(status, code, message);
    });
    return answer ?? this.readAndCommit(runId, { ...upload, maxBytes: MAX_INFLATED_BYTES });
  }

  private async commit(
    runId: string,
    raw: Buffer,
    { seqs, rejected, body, secrets }: ReadBatch,
  ): Promise<UploadAnswer> {
    // The second line: the plugin knows the secrets of its cloud, and we only how some look.
    if (secrets > 0) {
      this.logger.warn('Secrets arrived that the plugin had not redacted', { runId, found: secrets });
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
    if (seqs.length === 0) await touchRun(this.dataSource, runId);
    const stored = { ...body, gzipped: body.gzipped ?? raw };
    const appended = await appendBatch(this.dataSource, runId, seqs, stored).catch((error: unknown) => {
      if (!(error instanceof RunDropped)) throw error;
      throw new UploadRefused(
        400,
        'run_dropped',
        'The details of this run were removed by retention: it accepts no more events.',
      );
    });
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
      this.logger.warn('The queue did not accept a job; the sweeper will find the run', { runId, err: error });
    });
  }
}
