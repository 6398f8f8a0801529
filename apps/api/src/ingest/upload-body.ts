import { crc32, gunzipSync, inflateRawSync, type InflateRaw, type ZlibOptions } from 'node:zlib';
import { INFLATE_CHUNK, isGzip } from '#ledger';

/** Tells by its engine how much it has read. */
const inflateMember = inflateRawSync as unknown as (
  bytes: Buffer,
  options: ZlibOptions,
) => { buffer: Buffer; engine: InflateRaw };

/** Of a gzip without further fields. */
const HEADER_BYTES = 10;
/** Checksum and size. */
const TRAILER_BYTES = 8;

/** Bytes of a batch on the wire. */
export const MAX_UPLOAD_BYTES = 8 * 1024 * 1024;
/** Bytes of a batch once inflated. */
export const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/** What came, as it came. */
export interface Upload {
  raw: Buffer;
  /** Its Content-Encoding. */
  encoding: string | undefined;
  /** What it may inflate to. */
  maxBytes: number;
}

/** NDJSON, and its sender's gzip where that holds it and nothing else. */
export interface InflatedUpload {
  inflated: Buffer;
  gzipped: Buffer | null;
}

/** Thrown for a body that inflates to more than it said. */
export class LargerThanDeclared extends Error {}

/** Thrown for an upload that cannot be read as a whole. */
export class UnreadableUpload extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What an upload says of its inflated size, at its end as gzip has it; it may lie, or be made of several parts. */
export function declaredSize(raw: Buffer): number {
  if (!isGzip(raw) || raw.length < HEADER_BYTES + TRAILER_BYTES) return Math.min(raw.length, MAX_INFLATED_BYTES);
  return Math.min(raw.readUInt32LE(raw.length - 4), MAX_INFLATED_BYTES);
}

/**
 * Inflates an upload to at most `maxBytes`. Throws UnreadableUpload: 400 malformed gzip, or gzip where lines should be,
 * 413 too large, 415 other encodings; and LargerThanDeclared when the bound is not the last one.
 */
export function inflateUpload(upload: Upload): InflatedUpload {
  const body = decode(upload);
  if (!isGzip(body.inflated)) return body;
  throw new UnreadableUpload(
    400,
    'unexpected_gzip',
    'The lines are still gzip after decompression: compress once, and send "Content-Encoding: gzip".',
  );
}

function decode({ raw, encoding, maxBytes }: Upload): InflatedUpload {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (raw.length === 0 || name === 'identity') return { inflated: raw, gzipped: null };
  if (name !== 'gzip' && name !== 'x-gzip') {
    throw new UnreadableUpload(
      415,
      'unsupported_encoding',
      `Content-Encoding "${name}" is not supported: send gzip or none.`,
    );
  }
  try {
    const bounds = { maxOutputLength: Math.max(1, maxBytes), chunkSize: INFLATE_CHUNK };
    const inflated = inflateWhole(raw, bounds);
    if (inflated !== null) return { inflated, gzipped: raw };
    // What else came with it is not stored: nobody looks there for secrets.
    return { inflated: gunzipSync(raw, bounds), gzipped: null };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      if (maxBytes < MAX_INFLATED_BYTES) throw new LargerThanDeclared();
      throw new UnreadableUpload(
        413,
        'batch_too_large',
        `The batch inflates to more than ${MAX_INFLATED_BYTES} bytes.`,
      );
    }
    throw new UnreadableUpload(400, 'malformed_gzip', `The body is not gzip: ${(error as Error).message}.`);
  }
}

/** What a gzip holds that is one stream and nothing else: no name, comment or other field, nothing behind it; or null. */
function inflateWhole(raw: Buffer, bounds: ZlibOptions): Buffer | null {
  const [, , method, flags] = raw;
  if (!isGzip(raw) || method !== 8 || flags !== 0 || raw.length < HEADER_BYTES + TRAILER_BYTES) return null;
  const stream = raw.subarray(HEADER_BYTES, -TRAILER_BYTES);
  const { buffer, engine } = inflateMember(stream, { ...bounds, info: true });
  const isWhole =
    engine.bytesWritten === stream.length &&
    raw.readUInt32LE(raw.length - TRAILER_BYTES) === crc32(buffer) &&
    raw.readUInt32LE(raw.length - TRAILER_BYTES / 2) === buffer.length;
  return isWhole ? buffer : null;
}
