import { RE2JS } from 're2js';
import { type Kind, Refusal } from './setting.js';

/** Regular expressions, one a line, that RE2 can search for. */
export const redactPatterns: Kind<readonly string[], readonly string[]> = {
  allowed: 'regular expressions, one a line',
  parse: (text) => {
    const patterns = text
      .split('\n')
      .map((pattern) => pattern.trim())
      .filter((pattern) => pattern !== '');
    const mistakes = patterns.flatMap((pattern) => {
      const mistake = mistakeOfPattern(pattern);
      return mistake === null ? [] : [`must be regular expressions of RE2, one a line, not "${pattern}": ${mistake}`];
    });
    return mistakes.length > 0 ? new Refusal(...mistakes) : patterns;
  },
  unset: [],
};

/** Why RE2 cannot search for this regular expression, as a sentence; null: it can. */
function mistakeOfPattern(pattern: string): string | null {
  try {
    // The empty text is everywhere.
    return RE2JS.compile(RE2JS.translateRegExp(pattern)).matcher('').find() ? 'it matches the empty text' : null;
  } catch (error) {
    const reason = (error as Error).message.replace('error parsing regexp: ', '');
    const isBeyondRe2 = /\(\?<?[=!]|\\[1-9]|\\k</.test(pattern);
    return isBeyondRe2 ? `${reason} (RE2 has no lookahead, lookbehind or backreferences)` : reason;
  }
}
