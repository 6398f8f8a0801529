import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';

/** An answer has to be read within so long, and as many seconds more as it has portions: 0.5 Mbit/s. */
const PATIENCE_MS = 30_000;
const PORTION_BYTES = 64 * 1024;
/** A stream has no length that could be known; it may stand still for so long. */
const STANDSTILL_MS = 120_000;
/** What all answers have that are not read yet, when large ones begin to wait. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;
/** Unread for so long, an answer may have to go for the sake of others. */
const STALE_MS = 5_000;
const LOOK_AGAIN_MS = 50;

interface Unread {
  bytes: number;
  sentAt: number;
  close(): void;
}

/** Answers that nobody has read yet: they would stay in our memory for as long as their readers like. */
export class UnreadAnswers {
  /** In the order in which they were sent. */
  private readonly unread = new Set<Unread>();
  private bytes = 0;

  /** A Fastify hook (`onSend`) that closes the connection of an answer whose reader is too slow. */
  readonly watch = (
    request: FastifyRequest,
    { raw }: FastifyReply,
    payload: unknown,
    done: HookHandlerDoneFunction,
  ): void => {
    const close = (): void => {
      request.raw.socket.destroy();
    };
    if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
      const answer = { bytes: payload.length, sentAt: Date.now(), close };
      const timer = setTimeout(close, PATIENCE_MS + (answer.bytes / PORTION_BYTES) * 1_000);
      timer.unref();
      this.unread.add(answer);
      this.bytes += answer.bytes;
      raw.once('close', () => {
        clearTimeout(timer);
        this.remove(answer);
      });
    } else if (payload !== null && payload !== undefined) {
      raw.setTimeout(STANDSTILL_MS, close);
    }
    done();
  };

  /**
   * Waits until there is room for one more answer, and closes those for it that have been unread for long, the oldest
   * first. Answers whether there is.
   */
  async hasRoom(patienceMs: number): Promise<boolean> {
    const end = Date.now() + patienceMs;
    for (;;) {
      this.closeStale();
      if (this.bytes <= MAX_UNREAD_BYTES) return true;
      if (Date.now() >= end) return false;
      await sleep(LOOK_AGAIN_MS);
    }
  }

  private closeStale(): void {
    for (const oldest of this.unread) {
      if (this.bytes <= MAX_UNREAD_BYTES || Date.now() - oldest.sentAt < STALE_MS) return;
      // It is removed by this, too, but later.
      this.remove(oldest);
      oldest.close();
    }
  }

  private remove(answer: Unread): void {
    if (this.unread.delete(answer)) this.bytes -= answer.bytes;
  }
}
