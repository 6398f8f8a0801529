import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { parseBatch } from '#run-events';
import { INFLATE_CHUNK } from '../stored-batch.js';
import { redactBytes } from './redact-bytes.js';

const inflate = promisify(gunzip);
const deflate = promisify(gzip);

/** Thrown for a text that is a part of what makes an event: without it the ledger would not be readable. */
export class BreaksEvents extends Error {}

/** Whether any of these forms stands in the body of a batch. */
export async function holdsAny(body: Buffer, forms: readonly Buffer[]): Promise<boolean> {
  const inflated = await inflate(body, { chunkSize: INFLATE_CHUNK });
  return forms.some((form) => inflated.includes(form));
}

/** The body of a batch without what the pattern matches. Throws BreaksEvents when other events would stand there. */
export async function redactBody(body: Buffer, pattern: RegExp): Promise<Buffer> {
  const inflated = await inflate(body, { chunkSize: INFLATE_CHUNK });
  const { redacted } = redactBytes(inflated, [pattern]);
  if (shapeOf(redacted) !== shapeOf(inflated)) throw new BreaksEvents('That text is a part of what makes events.');
  return deflate(redacted);
}

/** What must be the same: which events there are. */
function shapeOf(inflated: Buffer): string {
  const { events, rejected } = parseBatch(inflated);
  return JSON.stringify([
    events.map(({ position, event: { seq, type } }) => [position, seq, type]),
    rejected.map(({ position, seq, code }) => [position, seq, code]),
  ]);
}
