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
  private constructor(private readonly worker: Worker) {}

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

  /** Throws ReadingFailed when it was not done in time, or takes more memory than the thread may have. */
  async read(upload: Upload, milliseconds: number): Promise<ReadOutcome> {
    const { worker } = this;
    const done = new AbortController();
    const timer = setTimeout(() => void worker.terminate(), milliseconds);
    try {
      worker.postMessage(upload);
      const [outcome] = (await Promise.race([
        once(worker, 'message', { signal: done.signal }),
        once(worker, 'exit', { signal: done.signal }).then(() => {
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
