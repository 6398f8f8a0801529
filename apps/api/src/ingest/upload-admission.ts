import { Semaphore } from 'async-mutex';
import type { FastifyRequest } from 'fastify';
import { UploadRefused } from '../errors/upload-refused.js';
import { MAX_INFLATED_BYTES, MAX_UPLOAD_BYTES } from './upload-body.js';

/** Bytes on the wire of all uploads under way. */
const MAX_RECEIVED_BYTES = 8 * MAX_UPLOAD_BYTES;
/** What one token may have of all places, so that the others have some too, however slowly its uploads come. */
const SHARE_OF_TOKEN = 0.75;
const BYTES_PER_MIB = 1024 * 1024;
const INFLATED_MIB = MAX_INFLATED_BYTES / BYTES_PER_MIB;

interface UnderWay {
  uploads: number;
  /** On the wire. */
  bytes: number;
}

interface Place {
  bytes: number;
  token: string;
  /** What has a place of the same token. */
  own: UnderWay;
}

/** Bounds what uploads may take of our memory together, whatever comes. */
export class UploadAdmission {
  private readonly taken = new WeakMap<FastifyRequest, Place>();
  private readonly inflated = new Semaphore(INFLATED_MIB);
  private readonly all: UnderWay = { uploads: 0, bytes: 0 };
  private readonly ofTokens = new Map<string, UnderWay>();

  constructor(private readonly maxUploads: number) {}

  /** Uploads under way, and the bytes they may have on the wire. */
  get underWay(): Readonly<UnderWay> {
    return this.all;
  }

  /** Before the body is read. Throws UploadRefused when there is no place for it now, or none for more of its token. */
  take(request: FastifyRequest, token: string): void {
    const declared = Number(request.headers['content-length'] ?? MAX_UPLOAD_BYTES);
    // What declares more is refused for that before it is read.
    const bytes = Math.min(Number.isFinite(declared) ? declared : MAX_UPLOAD_BYTES, MAX_UPLOAD_BYTES);
    if (this.isFull(this.all, bytes, 1)) {
      throw new UploadRefused(503, 'busy', 'Too many concurrent uploads. Send this one again later.', 1);
    }
    const own = this.ofTokens.get(token) ?? { uploads: 0, bytes: 0 };
    if (this.isFull(own, bytes, SHARE_OF_TOKEN)) {
      throw new UploadRefused(
        429,
        'too_many_requests',
        'Too many concurrent uploads with this token. Send this one again later.',
        1,
      );
    }
    this.ofTokens.set(token, own);
    for (const counted of [this.all, own]) {
      counted.uploads += 1;
      counted.bytes += bytes;
    }
    this.taken.set(request, { bytes, token, own });
  }

  /** Once the upload is answered; without effect for a request that has no place. */
  leave(request: FastifyRequest): void {
    const place = this.taken.get(request);
    if (place === undefined) return;
    const { bytes, token, own } = place;
    this.taken.delete(request);
    for (const counted of [this.all, own]) {
      counted.uploads -= 1;
      counted.bytes -= bytes;
    }
    if (own.uploads === 0) this.ofTokens.delete(token);
  }

  /**
   * Does `work` when so many inflated bytes have room beside those of the uploads that came before; each in its turn.
   */
  async withRoomFor<T>(inflatedBytes: number, work: () => Promise<T>): Promise<T> {
    const mebibytes = Math.min(Math.max(1, Math.ceil(inflatedBytes / BYTES_PER_MIB)), INFLATED_MIB);
    return this.inflated.runExclusive(work, mebibytes);
  }

  private isFull({ uploads, bytes }: UnderWay, more: number, share: number): boolean {
    return uploads >= Math.max(1, this.maxUploads * share) || bytes + more > MAX_RECEIVED_BYTES * share;
  }
}
