import { DataSource } from 'typeorm';
import type { ServerSettings } from '#config';
import { MIGRATIONS } from '../../../migrations/index.js';
import { MIGRATIONS_TABLE, TABLES } from './tables.js';

/** The one description of our database; call `initialize()` on it. `applicationName` shows in pg_stat_activity. */
export function createDataSource(
  settings: Pick<ServerSettings, 'databaseUrl' | 'databasePoolSize'>,
  applicationName: string,
  /** What takes longer is broken off; without it nothing is. */
  statementTimeoutSeconds?: number,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url: settings.databaseUrl,
    applicationName,
    poolSize: settings.databasePoolSize,
    connectTimeoutMS: 5_000,
    entities: TABLES.flatMap(({ entity }) => entity ?? []),
    migrations: [...MIGRATIONS],
    migrationsTableName: MIGRATIONS_TABLE,
    migrationsTransactionMode: 'each',
    synchronize: false,
    // Lists of a cloud's whole state are grouped and sorted in memory: with 4 MB they go by way of the disk. To compile
    // an expression takes longer than any of our queries does.
    extra: {
      keepAlive: true,
      // A Postgres of others may log values with its errors.
      options: '-c TimeZone=UTC -c work_mem=16MB -c jit=off -c log_parameter_max_length_on_error=0',
      ...(statementTimeoutSeconds === undefined ? {} : { statement_timeout: statementTimeoutSeconds * 1_000 }),
    },
  });
}
