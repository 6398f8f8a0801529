import { writeJson } from '#exact-json';
import { itemsOf } from '../results/result-bodies.js';
import { ResultStatus } from '../results/task-result.type.js';
import { changedArguments, type ChangedArgument } from './changed-arguments.js';

type Body = Record<string, unknown>;

export interface BodyComparison {
  /** Of a loop: the item that is compared; null for other tasks. */
  item: unknown;
  /**
   * By name; null when one of the results does not tell its arguments: a skipped one, or one from a plugin's action.
   */
  changedArguments: ChangedArgument[] | null;
  textBefore: string | null;
  textAfter: string | null;
}

/** Characters of each text. */
const MAX_TEXT = 4_000;

/** Two results of one task side by side. Of a loop, the item that failed, beside the same item of the other run. */
export function compareBodies(before: Body | null, after: Body | null): BodyComparison {
  const [itemsBefore, itemsAfter] = [itemsOf(before), itemsOf(after)];
  const isBad = ({ status }: (typeof itemsAfter)[number]) =>
    status === ResultStatus.failed || status === ResultStatus.unreachable;
  const chosen = itemsAfter.find(isBad) ?? itemsBefore.find(isBad);
  if (chosen === undefined) return { item: null, ...comparePair(before, after, null) };
  const sameOf = (items: typeof itemsAfter) => items.find(({ label }) => isEqual(label, chosen.label))?.result;
  return { item: chosen.label, ...comparePair(sameOf(itemsBefore), sameOf(itemsAfter), chosen.label) };
}

function comparePair(before: unknown, after: unknown, item: unknown): Omit<BodyComparison, 'item'> {
  return {
    changedArguments: changedArguments((before ?? {}) as Body, (after ?? {}) as Body, item),
    textBefore: textOf(before),
    textAfter: textOf(after),
  };
}

/** The plugin sends objects with their keys in Ansible's order, which is the same in both runs. */
function isEqual(a: unknown, b: unknown): boolean {
  return writeJson(a ?? null) === writeJson(b ?? null);
}

function textOf(body: unknown): string | null {
  const { msg, stderr, stdout, skip_reason, censored } = (body ?? {}) as Body;
  const texts = [msg, stderr, stdout, skip_reason, censored]
    .filter((text) => text !== undefined && text !== null && text !== '')
    .map((text) => (typeof text === 'string' ? text : writeJson(text)));
  return texts.length === 0 ? null : texts.join('\n').slice(0, MAX_TEXT);
}
