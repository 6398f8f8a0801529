/** What stands for a number in a text that is no number: nobody outside of this process can know it. */
export const MARK = [...globalThis.crypto.getRandomValues(new Uint32Array(2))]
  .map((part) => part.toString(36).padStart(7, '0'))
  .join('');

/** Of Node from version 21 and of browsers. */
const { rawJSON } = JSON as { rawJSON?: (text: string) => object };

let isWriting = false;

/** A number of JSON that JavaScript would write otherwise: 2^53 + 1, 1e400, 1.0. It is its text. */
export class ExactNumber {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }

  /** For JSON.stringify: a number where it can write one, else its text; `writeJson` writes a number everywhere. */
  toJSON(): object | string {
    return rawJSON?.(this.text) ?? (isWriting ? MARK + this.text : this.text);
  }
}

/** What `work` makes of values that hold exact numbers has a mark before each of them, where it must. */
export function withMarks(work: () => string): string {
  isWriting = true;
  try {
    return work();
  } finally {
    isWriting = false;
  }
}
