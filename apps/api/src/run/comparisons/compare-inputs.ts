import { canonicalInputs, loopOf } from '#history';
import { itemsOf } from '../results/result-bodies.js';
import { ResultStatus, type TaskResultItem } from '../results/task-result.type.js';
import { bounded, changedArguments, type ChangedArgument } from './changed-arguments.js';
import type { ResultPairOfTask } from './compare-tasks.js';
import { matchResults, type ComparedHeader } from './match-results.js';

type Body = Record<string, unknown>;

/** What the module of a task was given otherwise. */
export interface InputComparison {
  /** Item by item, by name. */
  arguments: ChangedArgument[];
  /** How many more there are. */
  argumentsLeftOut: number;
  /** Items of a loop that only one of the results worked on. */
  itemsOnlyBefore: unknown[];
  itemsOnlyAfter: unknown[];
}

/** Arguments, and items of either result, that are told of one pair of results. */
const MAX_TOLD = 100;

/**
 * Results of tasks of both runs whose modules were given something else, in the order of the later run. The marks are
 * digests of inputs: where one is missing, nothing is known about them.
 */
export function pairsWithOtherInputs(
  before: readonly ComparedHeader[],
  after: readonly ComparedHeader[],
): ResultPairOfTask[] {
  return matchResults(before, after).flatMap(({ identity, differences }) =>
    differences.flatMap((pair) =>
      pair.before?.mark == null || pair.after?.mark == null
        ? []
        : [{ task: identity, hostId: pair.hostId, before: pair.before, after: pair.after }],
    ),
  );
}

/** Two results of one task, argument by argument; of a loop, item by item. */
export function compareInputs(before: Body, after: Body): InputComparison {
  if (loopOf({ result: before }) === null && loopOf({ result: after }) === null) {
    return toComparison(changedArguments(before, after) ?? [], [], []);
  }
  const [earlier, later] = [workedItems(before), workedItems(after)];
  const inBoth = [...later].flatMap(([name, item]) => {
    const same = earlier.get(name);
    return same === undefined ? [] : (changedArguments(same.result, item.result, nameOf(item.label)) ?? []);
  });
  return toComparison(inBoth, besides(earlier, later), besides(later, earlier));
}

function toComparison(all: ChangedArgument[], onlyBefore: unknown[], onlyAfter: unknown[]): InputComparison {
  return {
    arguments: all.slice(0, MAX_TOLD),
    argumentsLeftOut: Math.max(0, all.length - MAX_TOLD),
    itemsOnlyBefore: onlyBefore.slice(0, MAX_TOLD),
    itemsOnlyAfter: onlyAfter.slice(0, MAX_TOLD),
  };
}

/** The items that were not skipped, by what names them and, where several have one name, their turn. */
function workedItems(body: Body): Map<string, TaskResultItem & { result: Body }> {
  const items = new Map<string, TaskResultItem & { result: Body }>();
  for (const item of itemsOf(body)) {
    if (item.status === ResultStatus.skipped) continue;
    const name = canonicalInputs(nameOf(item.label));
    let turn = 1;
    while (items.has(`${turn} ${name}`)) turn++;
    items.set(`${turn} ${name}`, { ...item, result: item.result as Body });
  }
  return items;
}

/** Loops over dictionaries have items of `key` and `value`: the key stays when the value changes. */
function nameOf(label: unknown): unknown {
  if (typeof label !== 'object' || label === null || !('key' in label && 'value' in label)) return label;
  return label.key;
}

function besides(items: ReadonlyMap<string, TaskResultItem>, others: ReadonlyMap<string, unknown>): unknown[] {
  return [...items].filter(([name]) => !others.has(name)).map(([, { label }]) => bounded(nameOf(label)));
}
