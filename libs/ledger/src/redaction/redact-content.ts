import { parseBatch } from '#run-events';
import { redactBytes } from './redact-bytes.js';

/** Thrown for a text that is a part of what makes an event: without it the ledger would not be readable. */
export class BreaksEvents extends Error {}

/** Whether any of these forms stands in the NDJSON of a batch. */
export function holdsAny(content: Buffer, forms: readonly Buffer[]): boolean {
  return forms.some((form) => content.includes(form));
}

/**
 * The NDJSON of a batch without what the pattern matches; the very same bytes where it matches nothing. Throws
 * BreaksEvents when other events would stand there.
 */
export function redactContent(content: Buffer, pattern: RegExp): Buffer {
  const { redacted } = redactBytes(content, [pattern]);
  if (redacted !== content && shapeOf(redacted) !== shapeOf(content)) {
    throw new BreaksEvents('That text is part of the structure of events and cannot be removed.');
  }
  return redacted;
}

/** What must be the same: which events there are. */
function shapeOf(content: Buffer): string {
  const { events, rejected } = parseBatch(content);
  return JSON.stringify([
    events.map(({ position, event: { seq, type } }) => [position, seq, type]),
    rejected.map(({ position, seq, code }) => [position, seq, code]),
  ]);
}
