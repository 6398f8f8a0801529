import { isObject, objectOf, type Json } from './json.js';

/** An item of a loop, and its place in it: the plugin leaves out items of a loop that is too large. */
export interface LoopItem {
  /** From 0. */
  index: number;
  result: Json;
}

/** What a result says of its loop. `itemCount` is the plugin's word; older plugins do not give it. */
export interface ToldResult {
  result: Json;
  /** null: no loop. */
  itemCount?: number | null | undefined;
}

export interface Loop {
  /** Those that the result holds. */
  items: LoopItem[];
  /** Of all, also of those that were left out. */
  itemCount: number;
  /** Of those that were left out. */
  failedLeftOut: number;
}

const LEFT_OUT = '_playledger_left_out';
/** Stands where the items were. Older plugins put it behind all that they kept. */
const ITEMS_LEFT_OUT = /^(\d{1,9}) of \d{1,9} items left out(?:, (\d{1,9}) of which failed)?$/;
/** As much as a column holds: what is told may be anything. */
const MOST_ITEMS = 2 ** 31 - 1;
const FLAGS = ['changed', 'failed', 'skipped', 'unreachable'];

/**
 * The loop that a result is of; null for a task without one: modules such as dnf and ldap_search return a list
 * `results` too. A loop is what Ansible says is one. Where the plugin does not tell, the items do, of which Ansible
 * names the variable that held them.
 */
export function loopOf({ result, itemCount }: ToldResult): Loop | null {
  const { results } = result;
  if (itemCount === null) return null;
  if (!Array.isArray(results)) return itemCount === undefined ? null : { items: [], itemCount, failedLeftOut: 0 };
  if (itemCount === undefined && !areItems(results)) return null;
  const items: LoopItem[] = [];
  let [index, failedLeftOut] = [0, 0];
  for (const entry of results as unknown[]) {
    const leftOut = leftOutBy(entry);
    if (leftOut === null) items.push({ index, result: itemOf(entry) });
    index = Math.min(index + (leftOut?.items ?? 1), MOST_ITEMS);
    failedLeftOut = Math.min(failedLeftOut + (leftOut?.failed ?? 0), MOST_ITEMS);
  }
  return { items, itemCount: itemCount ?? index, failedLeftOut };
}

/** What Ansible prints for an item: its label, else the item itself; null when the result tells neither. */
export function itemLabelOf(item: Json): unknown {
  const variable = typeof item['ansible_loop_var'] === 'string' ? item['ansible_loop_var'] : 'item';
  return item['_ansible_item_label'] ?? item[variable] ?? null;
}

/** The host that an item ran on, where it had one of its own; null if not told. */
export function itemDelegateOf(item: Json): string | null {
  const delegate = objectOf(item['_ansible_delegated_vars'])['ansible_delegated_host'];
  return typeof delegate === 'string' ? delegate : null;
}

function areItems(entries: readonly unknown[]): boolean {
  const told = entries.filter((entry) => leftOutBy(entry) === null).map(objectOf);
  return (
    told.every((entry) => isNamed(entry) || 'item' in entry) && told.some((entry) => isNamed(entry) || isAnswer(entry))
  );
}

function isNamed(entry: Json): boolean {
  return 'ansible_loop_var' in entry || '_ansible_item_label' in entry;
}

function isAnswer(entry: Json): boolean {
  return FLAGS.some((flag) => typeof entry[flag] === 'boolean');
}

/** How many items an entry stands for; null of an item. */
function leftOutBy(entry: unknown): { items: number; failed: number } | null {
  const { [LEFT_OUT]: told, ...rest } = objectOf(entry);
  if (typeof told !== 'string' || Object.keys(rest).length > 0) return null;
  const found = ITEMS_LEFT_OUT.exec(told);
  return found === null ? null : { items: Number(found[1]), failed: Number(found[2] ?? 0) };
}

/** An item is an object; of what is none, by some action plugin's doing, its value. */
function itemOf(entry: unknown): Json {
  return isObject(entry) ? entry : { value: entry };
}
