/** A machine's name that might as well be a word stands only by itself; one with a digit is sure to be a name. */
const SHORTEST_WORD = 3;
/** A name of the network has 253 signs at most. */
const LONGEST_NAME = 255;

/** Finds names of machines in texts. */
export interface HostRule {
  /** The text with each name, long or short, replaced by `<host>`, with the domain behind it. */
  replace(text: string): string;
  /** Whether the text holds a name. */
  finds(text: string): boolean;
}

/** Finds these machines. Names are taken whole: `ctl-1` is not found in `ctl-10`. */
export function hostRule(names: readonly string[]): HostRule {
  const rule = new HostNames();
  for (const name of namesToReplace(names)) rule.add(name);
  return rule;
}

/** The names worth replacing, with those of hosts that are known by their full name cut at the first dot. */
export function namesToReplace(names: readonly string[]): string[] {
  const all = names.flatMap((name) => [name, name.split('.')[0] ?? name]);
  return [...new Set(all)].filter((name) => {
    if (name.length > LONGEST_NAME) return false;
    const bare = name.replaceAll(/<\w+>/g, '').replaceAll(/[^A-Za-z]/g, '');
    return bare !== '' && (hasNumber(name) || name.length >= SHORTEST_WORD);
  });
}

function hasNumber(name: string): boolean {
  return /\d|<n>/.test(name);
}

interface Found {
  from: number;
  to: number;
}

/** How names that end at the same place are found: those with a number, and words. */
interface Ends {
  numbered?: boolean;
  bare?: boolean;
}

/** What names have in common up to here. While only one name goes on, its rest is kept as it is. */
interface Branch {
  ends?: Ends;
  rest?: { text: string; ends: Ends };
  next?: Map<string, Branch>;
}

/** Letters and digits together are a word, any other sign is one by itself. No name begins or ends within a word. */
const WORD = /[A-Za-z0-9]+|[^]/y;
const WORDS = /[A-Za-z0-9]+|[^]/g;
const DOMAIN = /(?:\.[A-Za-z][\w-]*)*/y;

/**
 * A rule that learns names. They lie in a tree of words, and a text is gone through once: a run may have 50,000
 * machines, of which no regular expression can be made.
 */
export class HostNames implements HostRule {
  private readonly root: Branch = {};

  /** A name of `namesToReplace`. */
  add(name: string): void {
    const ends: Ends = hasNumber(name) ? { numbered: true } : { bare: true };
    const text = folded(name);
    let [branch, at] = [this.root, 0];
    while (at < text.length) {
      if (branch.rest === undefined && branch.next === undefined) {
        branch.rest = { text: text.slice(at), ends };
        return;
      }
      const { rest, next = new Map<string, Branch>() } = branch;
      if (rest !== undefined) {
        const word = wordAt(rest.text, 0);
        const behind = rest.text.slice(word.length);
        next.set(word, behind === '' ? { ends: rest.ends } : { rest: { text: behind, ends: rest.ends } });
        delete branch.rest;
        branch.next = next;
      }
      const word = wordAt(text, at);
      let following = next.get(word);
      if (following === undefined) next.set(word, (following = {}));
      branch.next = next;
      branch = following;
      at += word.length;
    }
    branch.ends = { ...branch.ends, ...ends };
  }

  replace(text: string): string {
    let [replaced, end] = ['', 0];
    for (const found of this.foundIn(text)) {
      replaced += `${text.slice(end, found.from)}<host>`;
      end = found.to;
    }
    return end === 0 ? text : replaced + text.slice(end);
  }

  finds(text: string): boolean {
    return this.foundIn(text).next().done === false;
  }

  /** Of names that begin at the same place, the longest. */
  private *foundIn(text: string): Generator<Found> {
    if (this.root.rest === undefined && this.root.next === undefined) return;
    const inText = folded(text);
    const words = inText.match(WORDS) ?? [];
    let [from, end] = [0, 0];
    for (const [index, word] of words.entries()) {
      const to = from < end ? undefined : this.longestAt(inText, words, index, from);
      if (to !== undefined) {
        DOMAIN.lastIndex = to;
        DOMAIN.test(text);
        end = DOMAIN.lastIndex;
        yield { from, to: end };
      }
      from += word.length;
    }
  }

  /** Where the longest name ends that begins with this word; undefined when none does. */
  private longestAt(text: string, words: readonly string[], index: number, from: number): number | undefined {
    let [branch, at, longest]: [Branch | undefined, number, number | undefined] = [this.root, from, undefined];
    for (let next = index; branch !== undefined; next += 1) {
      const { ends, rest } = branch;
      if (ends !== undefined && standsAlone(ends, text, from, at)) longest = at;
      if (rest !== undefined && text.startsWith(rest.text, at)) {
        const to = at + rest.text.length;
        return standsAlone(rest.ends, text, from, to) ? to : longest;
      }
      const word: string = words[next] ?? '';
      branch = branch.next?.get(word);
      at += word.length;
    }
    return longest;
  }
}

function wordAt(text: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(text)?.[0] ?? '';
}

/** `keystone-ctl-001` holds a name; `pre-compute` only a word that some machine has for a name. */
function standsAlone({ numbered, bare }: Ends, text: string, from: number, to: number): boolean {
  const [before, behind] = [text[from - 1] ?? '', text[to] ?? ''];
  return (
    (numbered === true && !/[A-Za-z0-9]/.test(before) && !/[A-Za-z0-9<]/.test(behind)) ||
    (bare === true && !/[\w.-]/.test(before) && !/[\w-]/.test(behind))
  );
}

/** Without regard to case, sign by sign: its length stays. */
function folded(text: string): string {
  const isAscii = !/[\u0080-\uffff]/.test(text);
  return isAscii ? text.toLowerCase() : text.replaceAll(/[A-Z]+/g, lower).replaceAll(/[\u0080-\uffff]/g, upper);
}

function lower(letters: string): string {
  return letters.toLowerCase();
}

function upper(sign: string): string {
  const upper = sign.toUpperCase();
  return upper.length === 1 && upper > '\u007f' ? upper : sign;
}
