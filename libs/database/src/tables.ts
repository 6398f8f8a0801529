import { getMetadataArgsStorage } from 'typeorm';
import * as entities from './entities/index.js';
import { registeredTraits, traitsOf, type TableTraits } from './entities/register.js';

export interface RegisteredTable extends TableTraits {
  name: string;
  /** null: TypeORM keeps it itself. */
  entity: (new () => object) | null;
}

export const MIGRATIONS_TABLE = 'schema_migration';

/** The entities among these, with what `@Register` says of them. */
export function registeredTables(exports: object): RegisteredTable[] {
  const { tables } = getMetadataArgsStorage();
  return Object.values(exports).flatMap((entity: new () => object) => {
    const name = tables.find(({ target }) => target === entity)?.name;
    const traits = registeredTraits(entity);
    if (name === undefined && traits === null) return [];
    if (name === undefined || traits === null) throw new Error(`${entity.name} needs @Entity('table') and @Register`);
    return [{ name, entity, ...traits }];
  });
}

/**
 * The register of tables. Whatever goes over tables asks it: connections, scoped views, rebuild, redaction, retention and
 * what tests compare. By name, which is also the order in which a redaction takes its locks.
 */
export const TABLES: readonly RegisteredTable[] = [
  ...registeredTables(entities),
  { name: MIGRATIONS_TABLE, entity: null, ...traitsOf({ holds: 'private', redact: 'nothing' }) },
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Those of which each row is of one run. */
export const RUN_TABLES = TABLES.filter(
  (table): table is RegisteredTable & { runColumn: string } => table.runColumn !== null,
);
