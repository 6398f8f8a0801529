import { RE2JS } from 're2js';

/** Of a pattern that an operator has given, the group of what stays. */
const KEPT = 'kept';

/**
 * An operator's regular expression for texts in bytes, searched by RE2: no text makes it try anything twice. For
 * `text.replace(pattern, replacer)`, as a RegExp. Throws for what RE2 does not have, such as lookaround.
 */
export class LinearPattern {
  private readonly compiled: RE2JS;
  private readonly hasKept: boolean;

  constructor(pattern: string) {
    this.compiled = RE2JS.compile(RE2JS.translateRegExp(Buffer.from(pattern).toString('latin1')));
    this.hasKept = KEPT in this.compiled.namedGroups();
  }

  /** As String.prototype.replace asks for it; what matches nothing but a place is left. */
  [Symbol.replace](text: string, replacer: (match: string, groups: { kept?: string | null }) => string): string {
    const matcher = this.compiled.matcher(text);
    const parts: string[] = [];
    let end = 0;
    while (matcher.find()) {
      const [from, to] = [matcher.start(), matcher.end()];
      if (from === to) continue;
      const groups = this.hasKept ? { kept: matcher.group(KEPT) } : {};
      parts.push(text.slice(end, from), replacer(text.slice(from, to), groups));
      end = to;
    }
    return end === 0 ? text : parts.join('') + text.slice(end);
  }
}
