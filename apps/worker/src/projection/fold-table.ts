import { writeJson } from '#exact-json';
import { entityColumns, entityTable, type EntityClass, type EntityColumn } from '#database';
import type { FoldedRows } from './fold-events.js';

/** What a fold knows besides its rows. */
export interface FoldContext {
  runId: string;
  hostIdOf: (host: string) => number;
}

/** How the rows of a fold go into a table. */
export interface FoldTable {
  name: string;
  /** The parameters that bring the rows; none when there are no rows. */
  valuesOf: (folded: FoldedRows, context: FoldContext) => unknown[];
  /** Inserts the rows of these parameters. $1 is the run's id. */
  insert: (...given: string[]) => string;
}

/**
 * The rows of an entity as folds make them: the run is a parameter of the statement, a host is named, a time is text,
 * and JSON is whatever could be stored.
 */
export type FoldRow<Entity, Later extends keyof Entity = never> = Named<Entity> & {
  [Property in Exclude<keyof Entity, 'runId' | 'hostId' | Later>]: Folded<Entity[Property]>;
};
type Named<Entity> = 'hostId' extends keyof Entity ? { host: string } : unknown;
type Folded<Value> = Value extends Date
  ? string
  : Value extends readonly unknown[]
    ? Value
    : Value extends object
      ? unknown
      : Value;

/** How a value of two folds becomes one; `known` is the row that is there, `excluded` the one that comes. */
export type MergeRule = (column: string) => string;

/** Each value is told by one event: it stays when it is there. */
export const given: MergeRule = (column) => `coalesce(excluded.${column}, known.${column})`;
export const sum: MergeRule = (column) => `known.${column} + excluded.${column}`;
export const or: MergeRule = (column) => `known.${column} OR excluded.${column}`;
export const greatest: MergeRule = (column) => `greatest(excluded.${column}, known.${column})`;

interface Declaration<Entity, Row, Later extends keyof Entity> {
  rows: (folded: FoldedRows, context: FoldContext) => readonly Row[];
  /** Columns that others fill: the derivation, or the table's default. */
  later?: readonly Later[];
}

/** A table whose rows come whole, each of one event: the first one stays. */
export function wholeRows<Entity, Later extends keyof Entity & string = never>(
  entity: EntityClass<Entity>,
  { rows, later = [] }: Declaration<Entity, FoldRow<Entity, Later>, Later>,
): FoldTable {
  const name = entityTable(entity);
  const columns = foldColumns(entity, later);
  const into = `INSERT INTO ${name} (${namesOf(columns)})\n      SELECT ${selected(columns)}`;
  const fields = recordFields(columns);
  const conflict = `ON CONFLICT (${keyOf(columns)}) DO NOTHING`;
  return {
    name,
    valuesOf: (folded, context) => asJson(rows(folded, context), columns, context),
    insert: (json) => `${into} FROM json_to_recordset(${json}::json) AS new(${fields})
      ${conflict}`,
  };
}

/** A table of many rows that come whole. */
export function manyWholeRows<Entity, Later extends keyof Entity & string = never>(
  entity: EntityClass<Entity>,
  { rows, later = [] }: Declaration<Entity, FoldRow<Entity, Later>, Later>,
): FoldTable {
  const name = entityTable(entity);
  const columns = foldColumns(entity, later);
  const own = columns.filter(({ isRunId }) => !isRunId);
  const into = `INSERT INTO ${name} (run_id, ${namesOf(own)})`;
  const conflict = `ON CONFLICT (${keyOf(columns)}) DO NOTHING`;
  return {
    name,
    valuesOf: (folded, context) => asColumns(rows(folded, context), own, context),
    insert: (...arrays) => `${into}
      SELECT $1, new.* FROM unnest(${own.map(({ type }, at) => `${arrays[at]}::${type}[]`).join(', ')}) AS new
      ${conflict}`,
  };
}

/** A table whose rows several events make, in any order: each column has a rule, which is `given` where none is named. */
export function mergedRows<Entity, Later extends keyof Entity & string = never>(
  entity: EntityClass<Entity>,
  {
    rows,
    later = [],
    merge,
    returning,
  }: Declaration<Entity, Partial<FoldRow<Entity, Later>>, Later> & {
    merge: { readonly [Property in Exclude<keyof Entity, Later>]?: MergeRule };
    returning?: string;
  },
): FoldTable {
  const name = entityTable(entity);
  const columns = foldColumns(entity, later);
  const rules = columns
    .filter(({ isKey }) => !isKey)
    .map((column) => `${column.name} = ${ruleOf(merge, column.property)(column.name)}`);
  const into = `INSERT INTO ${name} AS known (${namesOf(columns)})\n      SELECT ${selected(columns)}`;
  const fields = recordFields(columns);
  const conflict = `ON CONFLICT (${keyOf(columns)}) DO UPDATE SET\n        ${rules.join(',\n        ')}`;
  const returned = returning === undefined ? '' : `RETURNING ${returning}`;
  return {
    name,
    valuesOf: (folded, context) => asJson(rows(folded, context), columns, context),
    insert: (json) => `${into} FROM json_to_recordset(${json}::json) AS new(${fields})
      ${conflict}
      ${returned}`,
  };
}

function ruleOf(merge: Readonly<Record<string, MergeRule | undefined>>, property: string): MergeRule {
  return merge[property] ?? given;
}

interface FoldColumn {
  property: string;
  name: string;
  type: string;
  isKey: boolean;
  /** The one that $1 fills: of the run's own row it is `id`. */
  isRunId: boolean;
}

function foldColumns<Entity>(entity: EntityClass<Entity>, later: readonly string[]): FoldColumn[] {
  const all: readonly EntityColumn<Entity>[] = entityColumns(entity);
  const runId = all.find(({ property }) => property === 'runId') ?? all.find(({ property }) => property === 'id');
  return all
    .filter(({ property }) => !later.includes(property))
    .map((column) => ({ ...column, isRunId: column === runId }));
}

const namesOf = (columns: readonly FoldColumn[]) => columns.map(({ name }) => name).join(', ');
const keyOf = (columns: readonly FoldColumn[]) => namesOf(columns.filter(({ isKey }) => isKey));
const selected = (columns: readonly FoldColumn[]) =>
  columns.map(({ property, isRunId }) => (isRunId ? '$1' : `new."${property}"`)).join(', ');

/** Postgres takes of each row the properties that are named, and leaves the others. */
const recordFields = (columns: readonly FoldColumn[]) =>
  columns
    .filter(({ isRunId }) => !isRunId)
    .map(({ property, type }) => `"${property}" ${type}`)
    .join(', ');

/** Rows as one parameter: json, because Postgres reads jsonb half as fast. */
function asJson(rows: readonly object[], columns: readonly FoldColumn[], { hostIdOf }: FoldContext): string[] {
  if (rows.length === 0) return [];
  const named = columns.some(({ property }) => property === 'hostId') ? (rows as { host: string }[]) : null;
  return [writeJson(named?.map(({ host, ...row }) => ({ ...row, hostId: hostIdOf(host) })) ?? rows)];
}

/** Rows as a parameter for each of their columns, for tables of many rows: Postgres reads json half as fast. */
function asColumns(rows: readonly object[], columns: readonly FoldColumn[], { hostIdOf }: FoldContext): unknown[] {
  if (rows.length === 0) return [];
  return columns.map(({ property, type }) => {
    const values =
      property === 'hostId'
        ? (rows as { host: string }[]).map(({ host }) => hostIdOf(host))
        : (rows as Record<string, string | number | boolean | null>[]).map((row) => row[property]);
    if (type === 'jsonb') return values.map((value) => (value == null ? null : JSON.stringify(value)));
    // Only texts need quotes; it takes longest to write them.
    return type === 'text' ? values : `{${values.map((value) => value ?? 'NULL').join(',')}}`;
  });
}
