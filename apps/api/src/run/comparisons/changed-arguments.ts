import { writeJson } from '#exact-json';
import { argumentsOf, canonicalInputs, fileInputsOf, isTold } from '#history';

type Body = Record<string, unknown>;

/** An argument of a module that was not the same. */
export interface ChangedArgument {
  /** Of a loop: the item that it was given for; null for other tasks. */
  item: unknown;
  name: string;
  before: unknown;
  after: unknown;
}

/** Characters of a value: of a longer one its beginning is told, as text. */
const MAX_VALUE = 4_000;

/** What a module was given otherwise, by name; null when one of the results does not tell its arguments. */
export function changedArguments(before: Body, after: Body, item: unknown = null): ChangedArgument[] | null {
  const pair = pairOf(before, after, fileInputsOf) ?? pairOf(before, after, argumentsOf);
  if (pair === null) return null;
  const [earlier, later] = pair;
  const names = [...new Set([...Object.keys(earlier), ...Object.keys(later)])].filter(isTold).sort();
  return names
    .map((name) => ({ name, before: earlier[name] ?? null, after: later[name] ?? null }))
    .filter((argument) => canonicalInputs(argument.before) !== canonicalInputs(argument.after))
    .map((argument) => ({ ...argument, item, before: bounded(argument.before), after: bounded(argument.after) }));
}

function pairOf(before: Body, after: Body, read: (result: Body) => Body | null): [Body, Body] | null {
  const [earlier, later] = [read(before), read(after)];
  return earlier === null || later === null ? null : [earlier, later];
}

/** A value that may be told. */
export function bounded(value: unknown): unknown {
  const text = typeof value === 'string' ? value : writeJson(value);
  return text.length <= MAX_VALUE ? value : `${text.slice(0, MAX_VALUE)}…`;
}
