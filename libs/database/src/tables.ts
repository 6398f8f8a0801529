import { getMetadataArgsStorage } from 'typeorm';
import './entities/index.js';
import { registeredTraits, traitsOf, type TableTraits } from './entities/register.js';

export interface RegisteredTable extends TableTraits {
  name: string;
  /** null: TypeORM keeps it itself. */
  entity: (new () => object) | null;
}

export const MIGRATIONS_TABLE = 'schema_migration';

/** Every entity that is loaded, with what `@Register` says of it. */
export function registeredTables(): RegisteredTable[] {
  return getMetadataArgsStorage().tables.map(({ name, target }) => {
    const entity = target as new () => object;
    const traits = registeredTraits(entity);
    if (name === undefined || traits === null) throw new Error(`${entity.name} needs @Entity('table') and @Register`);
    return { name, entity, ...traits };
  });
}

/**
 * The register of tables. Whatever goes over tables asks it: connections, scoped views, rebuild, redaction, retention and
 * what tests compare. By name, which is also the order in which a redaction takes its locks.
 */
export const TABLES: readonly RegisteredTable[] = [
  ...registeredTables(),
  { name: MIGRATIONS_TABLE, entity: null, ...traitsOf({ holds: 'private', redact: 'nothing' }) },
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Those of which each row is of one run. */
export const RUN_TABLES = TABLES.filter(
  (table): table is RegisteredTable & { runColumn: string } => table.runColumn !== null,
);
