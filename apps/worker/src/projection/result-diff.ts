import { ExactNumber, writeJson } from '#exact-json';
import { itemLabelOf, loopOf, objectOf, type LoopItem } from '#history';
import type { TaskResult } from '#run-events';
import { storable } from './storable.js';
import { unifiedDiff } from './unified-diff.js';

/** Characters of a diff kept beside the result, for lists, exports and search; the body has all of it. */
export const MAX_DIFF = 4_000;
/** Longer texts are not compared line by line: nobody reads such a diff in a list. */
const MAX_COMPARED = 256 * 1024;
const MAX_LABEL = 200;
/** What the plugin leaves at the end of a text that it cut. */
const CUT_BY_PLUGIN = /<\d+ bytes left out by playledger>/;

export interface ResultDiffRow {
  seq: number;
  /** `cut`: the text is not all of it. `hidden`: under no_log. */
  state: 'shown' | 'cut' | 'hidden';
  /** null when hidden. */
  text: string | null;
}

interface Told {
  text: string;
  cut: boolean;
}

/** The diff of a changed result: one row, or none when there is no diff. A loop's is that of its changed items. */
export function resultDiffOf(event: TaskResult): ResultDiffRow[] {
  const { seq, status, result } = event;
  if (status !== 'changed') return [];
  if (typeof result.censored === 'string') return [{ seq, state: 'hidden', text: null }];
  const loop = loopOf(event);
  const told = loop === null ? diffOf(result.diff) : diffOfItems(loop.items);
  if (told === null) return [];
  const text = storable(told.text.slice(0, MAX_DIFF));
  return [{ seq, state: told.cut || told.text.length > MAX_DIFF ? 'cut' : 'shown', text }];
}

/** null when no item has a diff. */
function diffOfItems(items: readonly LoopItem[]): Told | null {
  const parts: Told[] = [];
  for (const { result: item } of items) {
    const { changed, censored, diff } = item;
    if (changed !== true) continue;
    const told = typeof censored === 'string' ? { text: '(hidden by no_log)', cut: true } : diffOf(diff);
    if (told !== null) parts.push({ ...told, text: `# item: ${labelOf(itemLabelOf(item))}\n${told.text}` });
  }
  return joined(parts);
}

/**
 * Ansible's `diff`: one or a list of texts, prepared diffs, and pairs of before and after. null when it says nothing.
 */
function diffOf(diff: unknown): Told | null {
  const parts = (Array.isArray(diff) ? diff : [diff]).map(diffOfPart).filter((part) => part !== null);
  return joined(parts);
}

function diffOfPart(part: unknown): Told | null {
  if (typeof part === 'string') return told(part);
  const { prepared, before, after, before_header: from, after_header: to, ...rest } = objectOf(part);
  if (typeof prepared === 'string') return told(prepared);
  const tooLarge = ['src_larger', 'dst_larger'].some((key) => key in rest);
  if (tooLarge) return { text: '(too large to be compared)', cut: true };
  if ('src_binary' in rest || 'dst_binary' in rest) return { text: '(binary)', cut: true };
  if (before === undefined && after === undefined) return null;
  const [old, young] = [textOf(before), textOf(after)];
  if (old === young) return null;
  const header = `--- ${nameOf(from, 'before')}\n+++ ${nameOf(to ?? from, 'after')}`;
  if (old.length + young.length > MAX_COMPARED) return { text: `${header}\n(too large to be compared)`, cut: true };
  return told(`${header}\n${unifiedDiff(old, young)}`);
}

function told(text: string): Told | null {
  return text.trim() === '' ? null : { text: text.replace(/\n$/, ''), cut: CUT_BY_PLUGIN.test(text) };
}

function joined(parts: readonly Told[]): Told | null {
  if (parts.length === 0) return null;
  return { text: parts.map(({ text }) => text).join('\n'), cut: parts.some(({ cut }) => cut) };
}

/** The file's name; those of Ansible's temporary files say nothing. */
function nameOf(header: unknown, otherwise: string): string {
  return typeof header === 'string' && !header.includes('/.ansible/tmp/') ? header : otherwise;
}

/** Modules give texts, or what they know about a file: then a line for each thing known. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value instanceof ExactNumber) return writeJson(value);
  if (Array.isArray(value)) return value.map((entry) => `${textOf(entry)}\n`).join('');
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `${key}: ${typeof entry === 'string' ? entry : writeJson(entry)}\n`)
    .join('');
}

/** Of kolla's loops over services, whose items hold all about a service, its name. */
function labelOf(label: unknown): string {
  const named = objectOf(label)['key'] ?? objectOf(label)['name'] ?? label ?? null;
  return (typeof named === 'string' ? named : writeJson(named)).slice(0, MAX_LABEL);
}
