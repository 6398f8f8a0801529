import { batchBody, LinearPattern, redactBytes, SECRET_PATTERNS, type BatchBody, type SecretPattern } from '#ledger';
import { parseBatch, type RejectedEvent } from '#run-events';
import { inflateUpload, LargerThanDeclared, UnreadableUpload, type Upload } from './upload-body.js';

const MAX_EVENTS = 20_000;

/** A batch as it is stored, and what its sender is told of it. */
export interface ReadBatch {
  /** The sequence numbers of the events that can be used. */
  seqs: number[];
  rejected: RejectedEvent[];
  /** Without the secrets that were found. `gzipped` is null where it is what came. */
  body: Omit<BatchBody, 'gzipped'> & { gzipped: Buffer | null };
  /** How many secrets were taken out. */
  secrets: number;
}

/** What becomes of an upload; plain data, for it may come from another thread. */
export type ReadOutcome =
  | { batch: ReadBatch }
  | { refused: Pick<UnreadableUpload, 'status' | 'code' | 'message'> }
  /** It inflates to more than `maxBytes`, which was not the most that there may be. */
  | { largerThanTold: true };

/** Ours and the operator's. */
export function patternsOfSecrets(redactPatterns: readonly string[]): SecretPattern[] {
  return [...SECRET_PATTERNS, ...redactPatterns.map((pattern) => new LinearPattern(pattern))];
}

/** All that takes as long as the upload is large: inflates, redacts, parses, and makes the digests. */
export function readUpload(upload: Upload, patterns: readonly SecretPattern[]): ReadOutcome {
  try {
    return { batch: readBatch(upload, patterns) };
  } catch (error) {
    if (error instanceof LargerThanDeclared) return { largerThanTold: true };
    if (!(error instanceof UnreadableUpload)) throw error;
    const { status, code, message } = error;
    return { refused: { status, code, message } };
  }
}

function readBatch(upload: Upload, patterns: readonly SecretPattern[]): ReadBatch {
  const { inflated, gzipped } = inflateUpload(upload);
  const { redacted, found } = redactBytes(inflated, patterns);
  const { events, rejected } = parseBatch(redacted);
  if (events.length + rejected.length > MAX_EVENTS) {
    throw new UnreadableUpload(
      413,
      'too_many_events',
      `A batch may contain at most ${MAX_EVENTS} events: split this one.`,
    );
  }
  const isAsSent = found === 0 && gzipped !== null;
  const body = isAsSent ? batchBody(redacted, gzipped) : batchBody(redacted);
  return {
    seqs: events.map(({ event }) => event.seq),
    rejected,
    body: isAsSent ? { ...body, gzipped: null } : body,
    secrets: found,
  };
}
