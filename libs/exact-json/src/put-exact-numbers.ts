import { ExactNumber } from './exact-number.js';

const [QUOTE, COMMA, MINUS, ZERO, NINE, BACKSLASH] = [0x22, 0x2c, 0x2d, 0x30, 0x39, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
/** A whole number of so many digits is a double, and written as it stands. */
const MOST_DIGITS = 15;
/** JavaScript writes none that is longer. */
const LONGEST = 25;

type Holder = Record<string | number, unknown>;

/**
 * Puts exact numbers into what JSON.parse made of this text, an array or object. Not by recursion: how deep a value is,
 * its sender decides. Equal exact numbers are one object: a text may be full of them.
 */
export function putExactNumbers(whole: object, text: string): void {
  const known = new Map<string, unknown>();
  /** What is open, and the place in it. */
  const [outer, places]: [(Holder | null)[], number[]] = [[], []];
  // In what stands here: null where nothing of it is in the value, because its name comes again.
  let holder: Holder | null = { '': whole };
  // The place in an array; -1 in an object.
  let place = -1;
  let [nameBegin, nameEnd] = [0, 0];
  const key = (): string | number => (place === -1 ? nameOf(text, nameBegin, nameEnd) : place);
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (place === -1 && nameEnd === 0) [nameBegin, nameEnd] = [at, end];
      at = end;
    } else if (code === MINUS || isDigit(code)) {
      const end = endOfNumber(text, at);
      if (holder !== null) putNumber(holder, key(), text.slice(at, end), known);
      at = end;
    } else {
      if (code === COMMA) {
        if (place === -1) nameEnd = 0;
        else place += 1;
      } else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
        const opened: Holder | null = holder === null ? null : holderIn(holder, key(), code === OPEN_ARRAY);
        outer.push(holder);
        places.push(place);
        holder = opened;
        place = code === OPEN_ARRAY ? 0 : -1;
        nameEnd = 0;
      } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
        holder = outer.pop() ?? null;
        place = places.pop() ?? -1;
      }
      at += 1;
    }
  }
}

/** The name without a text is that of the whole. */
function nameOf(text: string, begin: number, end: number): string {
  if (end === 0) return '';
  const name = text.slice(begin + 1, end - 1);
  return name.includes('\\') ? (JSON.parse(text.slice(begin, end)) as string) : name;
}

/** Of a name that comes again, the value may be something else. */
function holderIn(holder: Holder, key: string | number, isArray: boolean): Holder | null {
  const inner = Object.hasOwn(holder, key) ? holder[key] : null;
  const fits = typeof inner === 'object' && inner !== null && Array.isArray(inner) === isArray;
  return fits ? (inner as Holder) : null;
}

function putNumber(holder: Holder, key: string | number, text: string, known: Map<string, unknown>): void {
  const there = Object.hasOwn(holder, key) ? holder[key] : null;
  if (typeof there !== 'number' && !(there instanceof ExactNumber)) return;
  const number = numberOf(text, known);
  if (number !== there) holder[key] = number;
}

function numberOf(text: string, known: Map<string, unknown>): unknown {
  if (text.length <= MOST_DIGITS && isWhole(text)) return Number(text);
  let number = known.get(text);
  if (number === undefined) {
    const double = text.length > LONGEST ? null : Number(text);
    number = String(double) === text ? double : new ExactNumber(text);
    known.set(text, number);
  }
  return number;
}

function isWhole(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** Behind its digits, and the signs `+-.eE` among them. */
function endOfNumber(text: string, begin: number): number {
  let at = begin + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code) && !'+-.eE'.includes(text.charAt(at))) break;
  }
  return at;
}

/** Behind the quote that stands behind an even number of backslashes. */
function endOfString(text: string, begin: number): number {
  let quote = text.indexOf('"', begin + 1);
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let escape = quote;
  while (text.charCodeAt(escape - 1) === BACKSLASH) escape -= 1;
  return (quote - escape) % 2 === 1;
}
