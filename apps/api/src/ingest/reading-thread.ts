import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ReadOutcome } from './read-upload.js';
import type { Upload } from './upload-body.js';

/** Thrown when an upload was not read within its time, or took more memory than there is for it. */
export class ReadingFailed extends Error {}

/** Of one upload of 64 MiB: its text several times over, and its events. */
const HEAP_MIB = 1_024;

/** Reads uploads beside the event loop. One at a time; one that fails takes the thread with it. */
export class ReadingThread {
  private alive = true;

  private constructor(private readonly worker: Worker) {
    worker.once('exit', () => {
      this.alive = false;
    });
  }

  /** false once it has ended, or was told to: it reads nothing more, and another one has to. */
  get isAlive(): boolean {
    return this.alive;
  }

  static async start(redactPatterns: readonly string[], heapMib = HEAP_MIB): Promise<ReadingThread> {
    const worker = new Worker(new URL('./read-upload.thread.js', import.meta.url), {
      workerData: { redactPatterns },
      resourceLimits: { maxOldGenerationSizeMb: heapMib },
    });
    await once(worker, 'message');
    // An idle one keeps no process alive; its errors come to whoever waits for it.
    worker.unref();
    worker.on('error', () => undefined);
    return new ReadingThread(worker);
  }

  /**
   * Throws ReadingFailed when it was not done in time, or takes more memory than the thread may have. An outcome can come
   * while the time runs out, as when the whole machine stood still: it counts, and the thread is none to ask again.
   */
  async read(upload: Upload, milliseconds: number): Promise<ReadOutcome> {
    const { worker } = this;
    const done = new AbortController();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      void this.end();
    }, milliseconds);
    try {
      if (!this.alive) throw new Error('The thread that reads uploads has ended.');
      worker.postMessage(upload);
      const [outcome] = (await Promise.race([
        once(worker, 'message', { signal: done.signal }),
        once(worker, 'exit', { signal: done.signal }).then(() => {
          if (!isLate) throw new Error('The thread that reads uploads ended while it read one.');
          throw new ReadingFailed(`It was not read within ${Math.round(milliseconds / 1_000)} s.`);
        }),
      ])) as [ReadOutcome];
      return withBuffers(outcome);
    } catch (error) {
      await this.end();
      throw isOutOfMemory(error) ? new ReadingFailed('It needs more memory than is available for it.') : error;
    } finally {
      clearTimeout(timer);
      done.abort();
    }
  }

  async end(): Promise<void> {
    this.alive = false;
    await this.worker.terminate();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** Between threads a Buffer becomes a plain array of bytes. */
function withBuffers(outcome: ReadOutcome): ReadOutcome {
  if (!('batch' in outcome)) return outcome;
  const { body, rejected, ...rest } = outcome.batch;
  return {
    batch: {
      ...rest,
      rejected: rejected.map((event) => ({ ...event, raw: bufferOf(event.raw) })),
      body: {
        ...body,
        contentDigest: bufferOf(body.contentDigest),
        bodyDigest: bufferOf(body.bodyDigest),
        gzipped: body.gzipped === null ? null : bufferOf(body.gzipped),
      },
    },
  };
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
