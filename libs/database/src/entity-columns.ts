import { getMetadataArgsStorage, type ColumnType } from 'typeorm';

/** An entity's class, or the class that several begin with. */
export type EntityClass<Entity> = abstract new () => Entity;

/** A column, as its entity declares it. */
export interface EntityColumn<Entity> {
  property: keyof Entity & string;
  /** In the table. */
  name: string;
  /** As Postgres writes it: `text`, `timestamptz`, `text[]`, `run_status`. */
  type: string;
  /** Of the primary key. */
  isKey: boolean;
}

const COLUMNS = new Map<EntityClass<unknown>, readonly EntityColumn<never>[]>();

/** The name of an entity's table. */
export function entityTable(entity: EntityClass<unknown>): string {
  const name = getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name;
  if (name === undefined) throw new Error(`${entity.name} names no table`);
  return name;
}

/** The columns that an entity declares, those of its base class first. */
export function entityColumns<Entity>(entity: EntityClass<Entity>): readonly EntityColumn<Entity>[] {
  let columns = COLUMNS.get(entity) as readonly EntityColumn<Entity>[] | undefined;
  if (columns === undefined) COLUMNS.set(entity, (columns = readColumns(entity)));
  return columns;
}

/** The column of a property. Throws when the entity has none. */
export function entityColumn<Entity>(
  entity: EntityClass<Entity>,
  property: keyof Entity & string,
): EntityColumn<Entity> {
  const column = entityColumns(entity).find((known) => known.property === property);
  if (column === undefined) throw new Error(`${entity.name}.${property} is no column`);
  return column;
}

function readColumns<Entity>(entity: EntityClass<Entity>): EntityColumn<Entity>[] {
  const classes: unknown[] = [];
  for (let one: unknown = entity; one !== Function.prototype; one = Object.getPrototypeOf(one)) classes.unshift(one);
  return getMetadataArgsStorage()
    .columns.filter(({ target }) => classes.includes(target))
    .sort((a, b) => classes.indexOf(a.target) - classes.indexOf(b.target))
    .map(({ propertyName, options: { name = propertyName, type, enumName, array = false, primary = false } }) => ({
      property: propertyName as keyof Entity & string,
      name,
      type: `${enumName ?? typeName(type)}${array ? '[]' : ''}`,
      isKey: primary,
    }));
}

function typeName(type: ColumnType | undefined): string {
  if (typeof type === 'string') return type;
  throw new Error('A column of an entity names no type of Postgres');
}
