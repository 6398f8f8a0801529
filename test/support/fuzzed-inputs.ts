import { gzipSync } from 'node:zlib';
import { HOSTILE_TEXTS } from './hostile-texts.js';

/** Values that are seldom thought of. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  '',
  ' ',
  '\u0000',
  '\ud800',
  'x'.repeat(100_000),
  [],
  {},
  [[[[]]]],
  { __proto__: 1, constructor: { prototype: { polluted: 1 } } },
  '9999-12-31T23:59:59.999Z',
  '0000-00-00',
  '294277-01-01T00:00:00Z',
  '019a0000-0000-7000-8000-000000000001',
  `' OR 1=1 --`,
  `"; DROP TABLE run; --`,
  `\\'; SELECT pg_sleep(10); --`,
  '%_\\%',
  '$1',
  '{}',
  '(?:a+)+$',
  ...HOSTILE_TEXTS,
];

/** What is random, from one source of numbers: the same seed makes the same inputs. */
export class Fuzz {
  constructor(private readonly random: () => number) {}

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined && from.length === 0) throw new Error('There is nothing to pick from.');
    return picked as T;
  }

  oddValue(): unknown {
    return this.pick(ODD_VALUES);
  }

  /** A copy in which some value at some depth is another one, is missing, or has a strange neighbour. */
  mutated(value: unknown): unknown {
    if (value === null || typeof value !== 'object' || this.below(4) === 0) return this.oddValue();
    if (Array.isArray(value)) {
      const at = this.below(value.length + 1);
      return value.map((each, index) => (index === at ? this.mutated(each) : (each as unknown)));
    }
    const entries = Object.entries(value);
    const at = this.below(entries.length + 1);
    if (at === entries.length) return { ...value, [String(this.pick(HOSTILE_TEXTS))]: this.oddValue() };
    const others = entries.filter((_, index) => index !== at);
    const [name, old] = entries[at] ?? ['', null];
    return Object.fromEntries(this.below(8) === 0 ? others : [...others, [name, this.mutated(old)]]);
  }

  /** Bytes with some of them changed, left out or doubled. */
  damaged(bytes: Buffer): Buffer {
    const at = this.below(bytes.length);
    switch (this.below(3)) {
      case 0: {
        const changed = Buffer.from(bytes);
        for (let count = 0; count < 1 + this.below(8); count++) changed[this.below(changed.length)] = this.below(256);
        return changed;
      }
      case 1:
        return bytes.subarray(0, at);
      default:
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(this.below(bytes.length))]);
    }
  }

  /** A batch of events, most of which are nearly right. */
  batch(events: readonly unknown[]): { body: Buffer; headers: Record<string, string> } {
    const lines = events.map((event) => (this.below(3) === 0 ? this.mutated(event) : event));
    const body = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const gzip = { 'content-encoding': 'gzip' };
    switch (this.below(6)) {
      case 0:
        return { body: this.damaged(gzipSync(body, { level: 1 })), headers: gzip };
      case 1:
        return { body: this.damaged(body), headers: {} };
      case 2:
        return { body, headers: { 'content-encoding': this.pick(['br', 'deflate', 'gzip, gzip', '', 'x-gzip']) } };
      default:
        return { body: gzipSync(body, { level: 1 }), headers: gzip };
    }
  }

  /** A document with some of its words or signs changed. */
  document(document: string): string {
    const words = document.split(/(\s+|[(){}:,"[\]])/);
    for (let count = 0; count < this.below(4); count++) {
      const at = this.below(words.length);
      words[at] = this.pick([
        '',
        '{',
        '}',
        '"',
        '...',
        '@',
        '$x',
        '!',
        '(first: 100)',
        words[this.below(words.length)] ?? '',
        String(this.pick(HOSTILE_TEXTS)),
      ]);
    }
    return words.join('');
  }
}
