import { promisify } from 'node:util';
import { crc32, gunzip, inflateRaw, type InflateRaw, type ZlibOptions } from 'node:zlib';
import { INFLATE_CHUNK, isGzip, type BatchBody } from '#ledger';
import { UploadRefused } from './upload-refused.js';

const inflate = promisify(gunzip);
/** Tells by its engine how much it has read. */
const inflateMember = promisify(inflateRaw) as unknown as (
  bytes: Buffer,
  options: ZlibOptions,
) => Promise<{ buffer: Buffer; engine: InflateRaw }>;

/** Of a gzip without further fields. */
const HEADER_BYTES = 10;
/** Checksum and size. */
const TRAILER_BYTES = 8;

/** Bytes of a batch on the wire. */
export const MAX_UPLOAD_BYTES = 8 * 1024 * 1024;
/** Bytes of a batch once inflated. */
export const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/** Thrown for a body that inflates to more than it said. */
export class LargerThanTold extends Error {}

/** What an upload says of its inflated size, at its end as gzip has it; it may lie, or be made of several parts. */
export function toldSize(raw: Buffer): number {
  if (!isGzip(raw) || raw.length < HEADER_BYTES + TRAILER_BYTES) return Math.min(raw.length, MAX_INFLATED_BYTES);
  return Math.min(raw.readUInt32LE(raw.length - 4), MAX_INFLATED_BYTES);
}

/**
 * Inflates an upload to at most `maxBytes`. Throws UploadRefused: 400 malformed gzip, or gzip where lines should be, 413
 * too large, 415 other encodings; and LargerThanTold when the bound is not the last one.
 */
export async function readUpload(raw: Buffer, encoding: string | undefined, maxBytes: number): Promise<BatchBody> {
  const body = await readEncoded(raw, encoding, maxBytes);
  if (!isGzip(body.inflated)) return body;
  throw new UploadRefused(
    400,
    'unexpected_gzip',
    'There is gzip where the lines should be: compress once, and say so by "Content-Encoding: gzip".',
  );
}

async function readEncoded(raw: Buffer, encoding: string | undefined, maxBytes: number): Promise<BatchBody> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (raw.length === 0) return { inflated: raw, gzipped: null };
  if (name === 'identity') return { inflated: raw, gzipped: null };
  if (name !== 'gzip' && name !== 'x-gzip') {
    throw new UploadRefused(
      415,
      'unsupported_encoding',
      `Content-Encoding "${name}" is not supported: send gzip or none.`,
    );
  }
  try {
    const bounds = { maxOutputLength: Math.max(1, maxBytes), chunkSize: INFLATE_CHUNK };
    const inflated = await inflateWhole(raw, bounds);
    if (inflated !== null) return { inflated, gzipped: raw };
    // What else came with it is not stored: nobody looks there for secrets.
    return { inflated: await inflate(raw, bounds), gzipped: null };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      if (maxBytes < MAX_INFLATED_BYTES) throw new LargerThanTold();
      throw new UploadRefused(413, 'batch_too_large', `The batch inflates to more than ${MAX_INFLATED_BYTES} bytes.`);
    }
    throw new UploadRefused(400, 'malformed_gzip', `The body is not gzip: ${(error as Error).message}.`);
  }
}

/** What a gzip holds that is one stream and nothing else: no name, comment or other field, nothing behind it; or null. */
async function inflateWhole(raw: Buffer, bounds: ZlibOptions): Promise<Buffer | null> {
  const [, , method, flags] = raw;
  if (!isGzip(raw) || method !== 8 || flags !== 0 || raw.length < HEADER_BYTES + TRAILER_BYTES) return null;
  const stream = raw.subarray(HEADER_BYTES, -TRAILER_BYTES);
  const { buffer, engine } = await inflateMember(stream, { ...bounds, info: true });
  const isWhole =
    engine.bytesWritten === stream.length &&
    raw.readUInt32LE(raw.length - TRAILER_BYTES) === crc32(buffer) &&
    raw.readUInt32LE(raw.length - TRAILER_BYTES / 2) === buffer.length;
  return isWhole ? buffer : null;
}
