import { REDACTED } from './forms-of-secret.js';
import type { LinearPattern } from './linear-pattern.js';

/** What finds secrets. */
export type SecretPattern = RegExp | LinearPattern;

/** For texts in bytes, of which every byte is a character: what is not ASCII stands there as the bytes of its UTF-8. */
export function bytePattern(pattern: string): RegExp {
  return new RegExp(Buffer.from(pattern).toString('latin1'), 'g');
}

/**
 * Takes what the patterns match out of a text in bytes; what a group named `kept` has matched stays. Bytes that are no
 * UTF-8 stay as they are. Answers the very same bytes where nothing was found.
 */
export function redactBytes(bytes: Buffer, patterns: readonly SecretPattern[]): { redacted: Buffer; found: number } {
  let [text, found] = [bytes.toString('latin1'), 0];
  for (const pattern of patterns) {
    text = text.replace(pattern as RegExp, (...match: unknown[]) => {
      found += 1;
      // The last one has the named groups, where there are any.
      const groups = match.at(-1);
      const kept = typeof groups === 'object' && groups !== null && 'kept' in groups ? groups.kept : null;
      return `${typeof kept === 'string' ? kept : ''}${REDACTED}`;
    });
  }
  return { redacted: found === 0 ? bytes : Buffer.from(text, 'latin1'), found };
}
