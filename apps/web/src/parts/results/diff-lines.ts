import { structuredPatch } from 'diff';
import type { ResultDiff } from './result-parts.js';

export interface DiffLine {
  kind: 'added' | 'removed' | 'same' | 'place';
  text: string;
}

/** Longer texts are compared by nobody: the page would stand still. */
const MOST_SIGNS = 500_000;

/** The lines of a difference, with three lines around each change; null when it is too large to compare here. */
export function diffLines({ before, after, prepared }: ResultDiff): DiffLine[] | null {
  if (prepared !== null) return unifiedLines(prepared);
  if ((before?.length ?? 0) + (after?.length ?? 0) > MOST_SIGNS) return null;
  const { hunks } = structuredPatch('', '', before ?? '', after ?? '', '', '', { context: 3 });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    { kind: 'place', text: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@` },
    ...lines.map(lineOf),
  ]);
}

/** Lines of a unified diff that somebody else has made. */
export function unifiedLines(text: string): DiffLine[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (/^(@@|---|\+\+\+)/.test(line) ? { kind: 'place', text: line } : lineOf(line)));
}

function lineOf(line: string): DiffLine {
  if (line.startsWith('+')) return { kind: 'added', text: line };
  if (line.startsWith('-')) return { kind: 'removed', text: line };
  return { kind: line.startsWith('\\') ? 'place' : 'same', text: line };
}
