import { setTimeout as sleep } from 'node:timers/promises';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { ServerSettings } from '#config';
import { backlogOf, type Backlog } from '#ledger';
import type { Logger } from '#telemetry';
import { UploadRefused } from '../errors/upload-refused.js';

/** Between two looks at Postgres, and while it is in trouble. */
const LOOK_EVERY_MS = 1_000;
const LOOK_AGAIN_MS = 250;
/** The backlog is summed up so often; while uploads are refused for it more often, in a part of the time. */
const SUM_EVERY_MS = 5_000;
const SUMMING_SHARE = 0.1;
/** A look that takes longer than this tells that Postgres, or our pool, is stuck. */
const STUCK_AFTER_MS = 2_000;

const BYTES_PER_MIB = 1024 * 1024;

/**
 * Knows how Postgres and the backlog are without asking: an upload that could only wait is refused at once, before its
 * body is read. Looks through the pool that uploads use, so it also sees when that one is exhausted.
 */
export class Backpressure implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopped = new AbortController();
  private backlog: Backlog | null = null;
  private failed = false;
  private lookingSince: number | null = null;
  private sumAgainAt = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
    private readonly limits: Pick<ServerSettings, 'ingestBacklogMib' | 'ingestBacklogBatches'>,
  ) {}

  onApplicationBootstrap(): void {
    void this.watch();
  }

  /** Does not wait for a look that is under way. */
  onApplicationShutdown(): void {
    this.stopped.abort();
  }

  /** Throws UploadRefused while uploads could not be committed, or should not be for now. */
  check(): void {
    const stuck = this.lookingSince !== null && performance.now() - this.lookingSince > STUCK_AFTER_MS;
    if (this.failed || stuck) {
      throw new UploadRefused(503, 'unavailable', 'The database does not respond. Send this again later.', 5);
    }
    if (this.isBehind()) {
      throw new UploadRefused(429, 'backlog', 'The workers are behind. Send this again later.', 10);
    }
  }

  private isStopped(): boolean {
    return this.stopped.signal.aborted;
  }

  private isBehind(): boolean {
    if (this.backlog === null) return false;
    const { ingestBacklogMib, ingestBacklogBatches } = this.limits;
    return this.backlog.bytes >= ingestBacklogMib * BYTES_PER_MIB || this.backlog.batches >= ingestBacklogBatches;
  }

  private async watch(): Promise<void> {
    while (!this.isStopped()) {
      this.lookingSince = performance.now();
      try {
        await this.look();
        if (this.failed) this.logger.warn('Postgres responds again: uploads are accepted');
        this.failed = false;
      } catch (error) {
        if (this.isStopped()) return;
        if (!this.failed) this.logger.error('Postgres does not respond: uploads are refused', { err: error });
        this.failed = true;
      }
      this.lookingSince = null;
      const pause = this.failed ? LOOK_AGAIN_MS : LOOK_EVERY_MS;
      await sleep(pause, undefined, { signal: this.stopped.signal, ref: false }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const began = performance.now();
    if (began < this.sumAgainAt) {
      await this.dataSource.query('SELECT 1 FROM ledger_run LIMIT 1');
      return;
    }
    const wasBehind = this.isBehind();
    this.backlog = await backlogOf(this.dataSource);
    const ended = performance.now();
    const pause = this.isBehind() ? (ended - began) / SUMMING_SHARE : SUM_EVERY_MS;
    this.sumAgainAt = ended + Math.min(pause, SUM_EVERY_MS);
    if (this.isBehind() !== wasBehind) this.tellBacklog();
  }

  private tellBacklog(): void {
    if (this.isBehind()) this.logger.error('The workers are behind: uploads are refused', { ...this.backlog });
    else this.logger.warn('The workers have caught up: uploads are accepted', { ...this.backlog });
  }
}
