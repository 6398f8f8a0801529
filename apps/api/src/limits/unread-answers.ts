import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';

/** An answer has to be read within so long, and as many seconds more as it has portions: 0.5 Mbit/s. */
const PATIENCE_MS = 30_000;
const PORTION_BYTES = 64 * 1024;
/** A stream has no length that could be known; it may stand still for so long. */
const STANDSTILL_MS = 120_000;
/** What all answers may have that are not read yet. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;

interface Unread {
  bytes: number;
  close(): void;
}

/** Answers that nobody has read yet: they would stay in our memory for as long as their readers like. */
export class UnreadAnswers {
  /** In the order in which they were sent. */
  private readonly unread = new Set<Unread>();
  private bytes = 0;

  /**
   * A Fastify hook (`onSend`) that closes the connection of an answer whose reader is too slow; and when all that is
   * unread becomes too much, those that are unread for the longest time.
   */
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
      const answer = { bytes: payload.length, close };
      const timer = setTimeout(close, PATIENCE_MS + (answer.bytes / PORTION_BYTES) * 1_000);
      timer.unref();
      this.add(answer);
      raw.once('close', () => {
        clearTimeout(timer);
        this.remove(answer);
      });
    } else if (payload !== null && payload !== undefined) {
      raw.setTimeout(STANDSTILL_MS, close);
    }
    done();
  };

  private add(answer: Unread): void {
    this.unread.add(answer);
    this.bytes += answer.bytes;
    for (const oldest of this.unread) {
      if (this.bytes <= MAX_UNREAD_BYTES) return;
      // It is removed by this, too, but later.
      this.remove(oldest);
      oldest.close();
    }
  }

  private remove(answer: Unread): void {
    if (this.unread.delete(answer)) this.bytes -= answer.bytes;
  }
}
