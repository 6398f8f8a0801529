import { entityColumn, entityColumns, type EntityClass } from './entity-columns.js';

/** An expression of SQL, and the type of what the driver gives for it. */
export interface Expression<Value> {
  readonly sql: string;
  /** Never there: it holds the type. */
  readonly value?: Value;
}

/** What a statement selects, by the names that its rows have. */
export type SelectOf<Row> = { readonly [Name in keyof Row]: Expression<Row[Name]> };

/** The rows that a select gives. */
export type RowOf<Select> = { [Name in keyof Select]: Select[Name] extends Expression<infer Value> ? Value : never };

/** An expression whose type the caller knows: a cast, where Postgres and TypeScript cannot check each other. */
export function sql<Value>(text: string): Expression<Value> {
  return { sql: text };
}

/** A column of a table, under any name: the entity has its type. */
export function column<Entity, Property extends keyof Entity & string>(
  entity: EntityClass<Entity>,
  table: string,
  property: Property,
): Expression<Entity[Property]> {
  return { sql: `${table}.${entityColumn(entity, property).name}` };
}

/** Columns of a table, under the names that the entity gives them. */
export function columns<Entity, Property extends keyof Entity & string>(
  entity: EntityClass<Entity>,
  table: string,
  ...properties: Property[]
): SelectOf<Pick<Entity, Property>> {
  const named = properties.map((property) => [property, column(entity, table, property)]);
  return Object.fromEntries(named) as SelectOf<Pick<Entity, Property>>;
}

/** All columns of a table but these, under the names that the entity gives them. */
export function columnsBut<Entity, Property extends keyof Entity & string>(
  entity: EntityClass<Entity>,
  table: string,
  ...left: Property[]
): SelectOf<Omit<Entity, Property>> {
  const others = entityColumns(entity).filter(({ property }) => !left.some((name) => name === property));
  const named = others.map(({ property, name }) => [property, { sql: `${table}.${name}` }]);
  return Object.fromEntries(named) as SelectOf<Omit<Entity, Property>>;
}

/** A row of JSON: times are texts in it. */
type JsonOf<Row> = { [Name in keyof Row]: Row[Name] extends Date ? string : Row[Name] };

/** A row as one JSON value, for lists that join it; null where there is none, which `given` says. */
export function jsonObject<Row>(select: SelectOf<Row>, given: string): Expression<JsonOf<Row> | null> {
  const pairs = inLines(namesAndTexts(select).map(([name, text]) => `'${name}', ${text}`));
  return { sql: `CASE WHEN ${given} THEN jsonb_build_object(\n    ${pairs.join('\n    ')}\n  ) END` };
}

/** The list behind SELECT, in lines of a width that people read. Made once of each select: queries ask each time. */
export function selectList(select: SelectOf<object>): string {
  let list = LISTS.get(select);
  if (list === undefined) {
    list = inLines(namesAndTexts(select).map(([name, text]) => aliased(text, name))).join('\n  ');
    LISTS.set(select, list);
  }
  return list;
}

const LISTS = new WeakMap<object, string>();

const namesAndTexts = (select: SelectOf<object>): [string, string][] =>
  Object.entries(select as Record<string, Expression<unknown>>).map(([name, { sql }]) => [name, sql]);

function inLines(items: readonly string[]): string[] {
  const lines: string[] = [''];
  items.forEach((item, index) => {
    const text = index < items.length - 1 ? `${item},` : item;
    const last = lines.at(-1) ?? '';
    const fits = last.length + text.length < MAX_WIDTH && !text.includes('\n') && !last.includes('\n');
    if (fits) lines[lines.length - 1] = last === '' ? text : `${last} ${text}`;
    else lines.push(text);
  });
  return lines.filter((line) => line !== '');
}

const MAX_WIDTH = 110;

/** A column that has the name already needs no other; Postgres reads names without quotes as lower case. */
function aliased(sql: string, name: string): string {
  if (/^\w+\.\w+$/.test(sql) && sql.endsWith(`.${name}`)) return sql;
  return `${sql} AS ${/[A-Z]/.test(name) ? `"${name}"` : name}`;
}
