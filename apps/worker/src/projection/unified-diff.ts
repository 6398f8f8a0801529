const CONTEXT = 3;
/** Beyond this product of the two lengths, finding out which lines stayed costs more than it tells. */
const MAX_COMPARISONS = 250_000;

interface Line {
  sign: ' ' | '-' | '+';
  text: string;
}

/**
 * What turns `before` into `after`, line by line with three lines around it, as `diff -u` writes it without its two
 * header lines; empty when nothing does. Where very many lines differ, they are all taken out and put in again.
 */
export function unifiedDiff(before: string, after: string): string {
  const lines = compare(linesOf(before), linesOf(after));
  return hunksOf(lines)
    .map(([from, to]) => hunk(lines, from, to))
    .join('\n');
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function compare(before: string[], after: string[]): Line[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const middle = compareMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [...before.slice(0, head).map(kept), ...middle, ...before.slice(before.length - tail).map(kept)];
}

const kept = (text: string): Line => ({ sign: ' ', text });
const removed = (text: string): Line => ({ sign: '-', text });
const added = (text: string): Line => ({ sign: '+', text });

/** Keeps the longest common subsequence. */
function compareMiddle(before: string[], after: string[]): Line[] {
  if (before.length * after.length > MAX_COMPARISONS) return [...before.map(removed), ...after.map(added)];
  const width = after.length + 1;
  // longest[i * width + j]: how many lines before.slice(i) and after.slice(j) can share.
  const longest = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      longest[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      lines.push(kept(before[i++] ?? ''));
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) lines.push(removed(before[i++] ?? ''));
    else lines.push(added(after[j++] ?? ''));
  }
  return [...lines, ...before.slice(i).map(removed), ...after.slice(j).map(added)];
}

/** Where changed lines stand with their context, as half-open ranges that do not touch. */
function hunksOf(lines: readonly Line[]): [from: number, to: number][] {
  const hunks: [from: number, to: number][] = [];
  lines.forEach(({ sign }, index) => {
    if (sign === ' ') return;
    const [from, to] = [Math.max(0, index - CONTEXT), Math.min(lines.length, index + CONTEXT + 1)];
    const last = hunks.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = to;
    else hunks.push([from, to]);
  });
  return hunks;
}

function hunk(lines: readonly Line[], from: number, to: number): string {
  const count = (part: readonly Line[], absent: '+' | '-') => part.filter(({ sign }) => sign !== absent).length;
  const [earlier, inside] = [lines.slice(0, from), lines.slice(from, to)];
  const range = (absent: '+' | '-') => {
    const length = count(inside, absent);
    // As diff has it: a range of no lines is named by the line before it.
    return `${count(earlier, absent) + (length > 0 ? 1 : 0)},${length}`;
  };
  return [`@@ -${range('+')} +${range('-')} @@`, ...inside.map(({ sign, text }) => `${sign}${text}`)].join('\n');
}
