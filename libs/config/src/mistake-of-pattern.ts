import { RE2JS } from 're2js';

/** Why RE2 cannot search for this regular expression, as a sentence; null: it can. */
export function mistakeOfPattern(pattern: string): string | null {
  try {
    // The empty text is everywhere.
    return RE2JS.compile(RE2JS.translateRegExp(pattern)).matcher('').find() ? 'it matches the empty text' : null;
  } catch (error) {
    const reason = (error as Error).message.replace('error parsing regexp: ', '');
    const isBeyondRe2 = /\(\?<?[=!]|\\[1-9]|\\k</.test(pattern);
    return isBeyondRe2 ? `${reason} (RE2 has no lookahead, lookbehind or backreferences)` : reason;
  }
}
