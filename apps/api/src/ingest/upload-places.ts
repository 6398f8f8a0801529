import { Semaphore } from 'async-mutex';
import type { FastifyRequest } from 'fastify';
import { MAX_INFLATED_BYTES, MAX_UPLOAD_BYTES } from './upload-body.js';
import { UploadRefused } from './upload-refused.js';

/** Bytes on the wire of all uploads under way. */
const MAX_RECEIVED_BYTES = 8 * MAX_UPLOAD_BYTES;
const BYTES_PER_MIB = 1024 * 1024;
const INFLATED_MIB = MAX_INFLATED_BYTES / BYTES_PER_MIB;

/** Bounds what uploads may take of our memory together, whatever comes. */
export class UploadPlaces {
  private readonly taken = new WeakMap<FastifyRequest, number>();
  private readonly inflated = new Semaphore(INFLATED_MIB);
  private uploads = 0;
  private received = 0;

  constructor(private readonly maxUploads: number) {}

  /** Uploads under way, and the bytes they may have on the wire. */
  get underWay(): { uploads: number; bytes: number } {
    return { uploads: this.uploads, bytes: this.received };
  }

  /** Before the body is read. Throws UploadRefused when there is no place for it now. */
  take(request: FastifyRequest): void {
    const declared = Number(request.headers['content-length'] ?? MAX_UPLOAD_BYTES);
    // What declares more is refused for that before it is read.
    const bytes = Math.min(Number.isFinite(declared) ? declared : MAX_UPLOAD_BYTES, MAX_UPLOAD_BYTES);
    if (this.uploads >= this.maxUploads || this.received + bytes > MAX_RECEIVED_BYTES) {
      throw new UploadRefused(503, 'busy', 'Too many uploads at once: send this one again a little later.', 1);
    }
    this.uploads += 1;
    this.received += bytes;
    this.taken.set(request, bytes);
  }

  /** Once the upload is answered; without effect for a request that has no place. */
  leave(request: FastifyRequest): void {
    const bytes = this.taken.get(request);
    if (bytes === undefined) return;
    this.taken.delete(request);
    this.uploads -= 1;
    this.received -= bytes;
  }

  /**
   * Does `work` when so many inflated bytes have room beside those of the uploads that came before; each in its turn.
   */
  async withRoomFor<T>(inflatedBytes: number, work: () => Promise<T>): Promise<T> {
    const mebibytes = Math.min(Math.max(1, Math.ceil(inflatedBytes / BYTES_PER_MIB)), INFLATED_MIB);
    return this.inflated.runExclusive(work, mebibytes);
  }
}
