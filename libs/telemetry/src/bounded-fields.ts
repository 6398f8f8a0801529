import { cut, isError, loggableError } from './loggable-error.js';

/** Of the fields of a line, as JSON. */
export const MAX_LINE = 8_192;
const MAX_TEXT = 1_000;
const MAX_STACK = 3_000;
const MAX_NAME = 100;
/** What a number takes, at most. */
const NUMBER = 24;
/** Of a sign, as JSON. */
const LONGEST_ESCAPE = 6;
const MAX_ITEMS = 20;
const MAX_DEPTH = 5;

/**
 * The fields of a line as they may be logged: texts, numbers, lists and plain objects, each of them bounded and all
 * together; of an error what `loggableError` tells, wherever it stands. Of anything else its kind: bytes, and whatever
 * a class holds, are nothing to read in a log.
 */
export function boundedFields(fields: Record<string, unknown>): Record<string, unknown> {
  return new Bounded().object(fields, 0);
}

/** One line under way: what is over its bound is left out. */
class Bounded {
  private left = MAX_LINE;

  /** `longest`: of the texts in it. */
  object(source: object, depth: number, longest = MAX_TEXT): Record<string, unknown> {
    const target: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(source).slice(0, MAX_ITEMS)) {
      if (value === undefined) continue;
      const key = cut(name, MAX_NAME);
      this.left -= JSON.stringify(key).length + 2;
      if (this.left <= 0) break;
      target[key] = this.value(value, depth + 1, longest);
    }
    return target;
  }

  private value(value: unknown, depth: number, longest: number): unknown {
    if (isError(value)) return this.object(loggableError(value), 0, MAX_STACK);
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) return this.spend(value, NUMBER);
    if (typeof value === 'string') return this.text(value, longest);
    if (typeof value !== 'object') return this.text(typeof value === 'bigint' ? `${value}` : `<${typeof value}>`);
    if (ArrayBuffer.isView(value)) return this.text(`<${value.byteLength} bytes>`);
    if (value instanceof Date) return this.text(Number.isNaN(value.getTime()) ? '<no time>' : value.toISOString());
    if (depth >= MAX_DEPTH) return this.text(Array.isArray(value) ? `<${value.length} items>` : '<object>');
    if (Array.isArray(value)) return this.list(value, depth, longest);
    return isPlain(value) ? this.object(value, depth, longest) : this.text(`<${value.constructor.name}>`);
  }

  private list(items: readonly unknown[], depth: number, longest: number): unknown[] {
    const kept: unknown[] = [];
    for (const item of items.slice(0, MAX_ITEMS)) if (this.left > 0) kept.push(this.value(item, depth + 1, longest));
    if (kept.length < items.length) kept.push(this.text(`… (${items.length - kept.length} more)`));
    return kept;
  }

  private text(text: string, longest = MAX_TEXT): string {
    const room = Math.max(0, Math.min(longest, this.left));
    const short = cut(text, room);
    const length = JSON.stringify(short).length;
    if (length <= this.left) return this.spend(short, length);
    const shorter = cut(text, Math.floor(room / LONGEST_ESCAPE));
    return this.spend(shorter, JSON.stringify(shorter).length);
  }

  private spend<T>(value: T, length: number): T {
    this.left -= length;
    return value;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
