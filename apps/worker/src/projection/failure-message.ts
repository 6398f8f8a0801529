import type { ToldResult } from '#history';
import { failedItems, labelOf } from '../failures/failed-items.js';
import { storable } from './storable.js';

/** Characters of a failure kept beside the result, for lists and search; the body has all of it. */
export const MAX_MESSAGE = 2_000;

/**
 * What a failed result says for itself, in the order in which a person would look: the failing items of a loop, else
 * the message, else what the command wrote. null when it says nothing.
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

function ownMessage(result: Record<string, unknown>): string | null {
  const texts = [result.msg, result.stderr, result.module_stderr]
    .map(textOf)
    .filter((text): text is string => text !== null && text.trim() !== '');
  if (texts.length === 0) return textOf(result.exception ?? result.stdout ?? result.module_stdout ?? result.censored);
  // Ansible repeats the same sentence in several fields.
  return texts.filter((text, index) => !texts.slice(0, index).some((earlier) => earlier.includes(text))).join('\n');
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
