import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Logger } from '#telemetry';

/** A replica that did not answer is left in peace for so long. */
const AWAY_MS = 5_000;
/** Who has just changed something sees it: a replica is a little behind. */
const WROTE_MS = 5_000;

/**
 * SQLSTATE classes that tell of the server and not of the statement: connection, read-only, conflict, resources,
 * shutdown, system. A statement that took too long (57014) has its answer.
 */
const OF_SERVER = /^(08|25|40|53|57P|58|XX)/;

/**
 * Where questions are asked that may be large and many: the replica, where one is configured and answers, else the
 * primary. Everything that writes, and what the answer to a write is read by, has the primary itself.
 * See docs/decisions/0019-questions-go-to-a-replica.md.
 */
@Injectable()
export class ReadDatabase {
  private primaryUntil = 0;
  private connecting: Promise<unknown> | null = null;

  constructor(
    private readonly primary: DataSource,
    private readonly replica: DataSource | null,
    private readonly logger: Logger,
  ) {}

  /** Lets `ask`, which changes nothing, ask the replica; and the primary, when it was no answer that it got. */
  async use<Answer>(ask: (dataSource: DataSource) => Promise<Answer>): Promise<Answer> {
    if (this.replica === null || performance.now() < this.primaryUntil) return ask(this.primary);
    try {
      await this.connected(this.replica);
      return await ask(this.replica);
    } catch (error) {
      if (!isOfServer(error)) throw error;
      if (performance.now() >= this.primaryUntil) {
        this.logger.warn('The replica does not respond: using the primary', { err: error });
      }
      this.askPrimaryFor(AWAY_MS);
      return ask(this.primary);
    }
  }

  /** To be told by whoever changed something that questions may see. */
  wrote(): void {
    this.askPrimaryFor(WROTE_MS);
  }

  async close(): Promise<void> {
    await this.connecting?.catch(() => undefined);
    if (this.replica?.isInitialized === true) await this.replica.destroy();
  }

  private askPrimaryFor(milliseconds: number): void {
    this.primaryUntil = Math.max(this.primaryUntil, performance.now() + milliseconds);
  }

  /** With the first question: an API starts without its replica. */
  private async connected(replica: DataSource): Promise<void> {
    if (replica.isInitialized) return;
    this.connecting ??= replica.initialize().finally(() => (this.connecting = null));
    await this.connecting;
  }
}

/** Errors of connections have no SQLSTATE. */
function isOfServer(error: unknown): boolean {
  const { code } = ((error as { driverError?: object }).driverError ?? error) as { code?: string };
  return code === undefined || !/^[0-9A-Z]{5}$/.test(code) || OF_SERVER.test(code);
}
