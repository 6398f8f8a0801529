import { createTwoFilesPatch, OMIT_HEADERS } from 'diff';

/** Lines taken out and put in, beyond which finding out what stayed costs more than it tells. */
const MAX_EDITS = 1_000;

/**
 * What turns `before` into `after`, line by line with three lines around it, as `diff -u` writes it without its two
 * header lines; empty when nothing does. Where very many lines differ, they are all taken out and put in again.
 */
export function unifiedDiff(before: string, after: string): string {
  // Whether a text ends its last line says nothing to a reader, and diff -u a line about it.
  const [old, young] = [ended(before), ended(after)];
  const options = { context: 3, headerOptions: OMIT_HEADERS, maxEditLength: MAX_EDITS };
  const patch = createTwoFilesPatch('', '', old, young, '', '', options) ?? replaced(old, young);
  return patch.replace(/\n$/, '');
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function replaced(old: string, young: string): string {
  const [out, into] = [linesOf(old), linesOf(young)];
  const header = `@@ -1,${out.length} +1,${into.length} @@`;
  return [header, ...out.map((line) => `-${line}`), ...into.map((line) => `+${line}`)].join('\n');
}

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
