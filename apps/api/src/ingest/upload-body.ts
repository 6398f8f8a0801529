import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { INFLATE_CHUNK, type BatchBody } from '#ledger';
import { UploadRefused } from './upload-refused.js';

const inflate = promisify(gunzip);

/** Bytes of a batch on the wire. */
export const MAX_UPLOAD_BYTES = 8 * 1024 * 1024;
/** Bytes of a batch once inflated. */
export const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/** Inflates an upload within bounds. Throws UploadRefused: 400 malformed gzip, 413 too large, 415 other encodings. */
export async function readUpload(raw: Buffer, encoding: string | undefined): Promise<BatchBody> {
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
    const bounds = { maxOutputLength: MAX_INFLATED_BYTES, chunkSize: INFLATE_CHUNK };
    return { inflated: await inflate(raw, bounds), gzipped: raw };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new UploadRefused(413, 'batch_too_large', `The batch inflates to more than ${MAX_INFLATED_BYTES} bytes.`);
    }
    throw new UploadRefused(400, 'malformed_gzip', `The body is not gzip: ${(error as Error).message}.`);
  }
}
