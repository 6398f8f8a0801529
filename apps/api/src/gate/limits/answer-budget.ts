import { ExactNumber } from '#exact-json';

/** Characters of one answer: about the bytes of its JSON. An event loop that writes as much is busy for some 50 ms. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
/** What a number, a name's quotes or a bracket take, about. */
const BYTES_OF_A_PART = 8;

/** More than its sign takes: so long it takes to write an exact number. */
const BYTES_OF_AN_EXACT_NUMBER = 64;

/** Of bodies of the ledger that are held while an answer is made of them, or of parts of them. */
const MAX_HELD_BYTES = 2 * MAX_ANSWER_BYTES;

/** Counts what one answer has, and what is held for it, while it is made. */
export class AnswerBudget {
  private answered = 0;
  private held = 0;

  /** Counts bytes that will be sent; answers whether they are still within the budget. */
  send(bytes: number): boolean {
    this.answered += bytes;
    return !this.isSpent;
  }

  /** Counts bytes of a body that is read for it, whatever of it will be sent; answers likewise. */
  hold(bytes: number): boolean {
    this.held += bytes;
    return !this.isSpent;
  }

  /** Nothing that is found from now on would be sent. */
  get isSpent(): boolean {
    return this.answered > MAX_ANSWER_BYTES || this.held > MAX_HELD_BYTES;
  }
}

/** Of objects that stand in an answer several times. */
const KNOWN_WEIGHTS = new WeakMap<object, number>();

/** Bytes that a value takes as JSON, about, up to somewhat more than an answer may have. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return BYTES_OF_A_PART;
  const known = KNOWN_WEIGHTS.get(value);
  if (known !== undefined) return known;
  const weight = weigh(value);
  KNOWN_WEIGHTS.set(value, weight);
  return weight;
}

/** Not by recursion: how deep a value is, its sender decides. */
function weigh(whole: object): number {
  let weight = 0;
  const open: unknown[] = [whole];
  while (open.length > 0 && weight <= MAX_ANSWER_BYTES) {
    const value = open.pop();
    if (typeof value === 'string') weight += value.length;
    weight += BYTES_OF_A_PART;
    if (typeof value !== 'object' || value === null) continue;
    if (value instanceof ExactNumber) weight += value.text.length + BYTES_OF_AN_EXACT_NUMBER;
    else if (Array.isArray(value)) {
      for (const item of value) open.push(item);
    } else {
      for (const [name, item] of Object.entries(value)) {
        weight += name.length;
        open.push(item);
      }
    }
  }
  return weight;
}
