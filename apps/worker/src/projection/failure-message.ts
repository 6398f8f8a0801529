import { writeJson } from '#exact-json';
import type { ToldResult } from '#history';
import { failedItems, labelOf } from '../failures/failed-items.js';
import { causesElsewhere, quotableLines, tellingLines, withoutNoise } from '../failures/failing-text.js';
import { storable } from './storable.js';

/** Characters of a failure kept beside the result, for lists and search; the body has all of it. */
export const MAX_MESSAGE = 2_000;

/**
 * What a failed result says for itself, in the order in which a person would look: the failing items of a loop, else
 * the message and what was written to standard error, else the telling lines of what the command wrote otherwise; of a
 * traceback its end. null when it says nothing.
 */
export function messageOf(told: ToldResult): string | null {
  const items = failedItems(told);
  const parts = items.length > 0 ? items.map(messageOfItem) : [ownMessage(told.result)];
  const text = parts.filter((part) => part !== null).join('\n');
  return text === '' ? null : storable(text.slice(0, MAX_MESSAGE));
}

function messageOfItem(item: Record<string, unknown>): string | null {
  const message = ownMessage(item);
  if (message === null) return null;
  const label = labelOf(item);
  return label === null ? message : `${label}: ${message}`;
}

/** Sentences that Ansible puts on failures of any cause. */
const SAYS_NOTHING =
  /^(?:non-zero return code|The command exited with a non-zero return code\.|Error executing command\.|MODULE FAILURE.*|(?:Task failed: )?Module result deserialization failed.*|See stdout\/stderr for the exact error|One or more items failed)$/;
/** Characters of a message before which what a command wrote gives way. */
const MAX_SAID = 1_000;

function ownMessage(result: Record<string, unknown>): string | null {
  const said = [result.msg, result.reason];
  const parts = [
    ...said.map(quotable),
    ...causesElsewhere(result),
    quotable(result.stderr),
    quotable(result.module_stderr),
  ];
  const saysNothing = said.flatMap(quotableLines).every((line) => SAYS_NOTHING.test(line));
  if (saysNothing && parts.slice(said.length).every((part) => part.trim() === '')) {
    const exception = tellingLines(result.exception);
    parts.push(...(exception.length > 0 ? exception : tellingLines(result.stdout, result.module_stdout)));
  }
  const texts = parts.filter((part) => part.trim() !== '');
  if (texts.length === 0) return textOf(result.censored);
  // Ansible repeats the same sentence in several fields.
  const once = texts.filter((text, index) => !texts.slice(0, index).some((earlier) => earlier.includes(text)));
  const text = once.join('\n');
  const [first = ''] = once;
  if (text.length <= MAX_MESSAGE || once.length === 1) return text;
  // What is too long has its reason at its end.
  const beginning = first.slice(0, MAX_SAID);
  return `${beginning}\n${text.slice(Math.max(first.length + 1, text.length - (MAX_MESSAGE - beginning.length - 1)))}`;
}

/** A text as it is; of a traceback its end. */
function quotable(value: unknown): string {
  const isPlain = typeof value === 'string' && !value.includes('Traceback (most recent call last):');
  return isPlain ? withoutNoise(value) : quotableLines(value).join('\n');
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : writeJson(value);
}
