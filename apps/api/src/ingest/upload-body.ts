import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { INFLATE_CHUNK, type BatchBody } from '#ledger';
import { UploadRefused } from './upload-refused.js';

const inflate = promisify(gunzip);

/** Bytes of a batch on the wire. */
export const MAX_UPLOAD_BYTES = 8 * 1024 * 1024;
/** Bytes of a batch once inflated. */
export const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/** Thrown for a body that inflates to more than it said. */
export class LargerThanTold extends Error {}

/** What an upload says of its inflated size, at its end as gzip has it; it may lie, or be made of several parts. */
export function toldSize(raw: Buffer): number {
  if (!isGzip(raw) || raw.length < 18) return Math.min(raw.length, MAX_INFLATED_BYTES);
  return Math.min(raw.readUInt32LE(raw.length - 4), MAX_INFLATED_BYTES);
}

/**
 * Inflates an upload to at most `maxBytes`. Throws UploadRefused: 400 malformed gzip, 413 too large, 415 other
 * encodings; and LargerThanTold when the bound is not the last one.
 */
export async function readUpload(raw: Buffer, encoding: string | undefined, maxBytes: number): Promise<BatchBody> {
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
    return { inflated: await inflate(raw, bounds), gzipped: raw };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      if (maxBytes < MAX_INFLATED_BYTES) throw new LargerThanTold();
      throw new UploadRefused(413, 'batch_too_large', `The batch inflates to more than ${MAX_INFLATED_BYTES} bytes.`);
    }
    throw new UploadRefused(400, 'malformed_gzip', `The body is not gzip: ${(error as Error).message}.`);
  }
}

function isGzip(raw: Buffer): boolean {
  return raw[0] === 0x1f && raw[1] === 0x8b;
}
