import { DataSource } from 'typeorm';
import type { ServerSettings } from '#config';
import { MIGRATIONS } from '../../../migrations/index.js';
import { ApiTokenEntity, LogoutTokenEntity } from './entities/api-token.js';
import { AuditEntryEntity } from './entities/audit.js';
import { BackupEntity } from './entities/backups.js';
import {
  ChangeCountEntity,
  RunChangeCountEntity,
  KnownTaskEntity,
  ResultDiffEntity,
  RoleServiceEntity,
  TaskOutcomeEntity,
} from './entities/changes.js';
import {
  ContainerResultEntity,
  ContainerSetEntity,
  DeploymentEntity,
  DeploymentHostEntity,
  RunOriginEntity,
  ServiceEntity,
  ServiceHostEntity,
} from './entities/deployments.js';
import { ExportTicketEntity } from './entities/exports.js';
import { FactSetEntity, HostFactsEntity } from './entities/facts.js';
import { FailureEntity, FailureGroupEntity, FailureGroupRunEntity, FailureNoteEntity } from './entities/failures.js';
import {
  DeadLetterEntity,
  LedgerBatchEntity,
  LedgerRunEntity,
  LedgerSealEntity,
  LedgerSealRunEntity,
  RedactionBatchEntity,
  RedactionEntity,
  RetentionDropEntity,
  RetentionDropRunEntity,
} from './entities/ledger.js';
import { HostEntity, PlayEntity, RunEntity, RunHostEntity, TaskEntity, TaskResultEntity } from './entities/runs.js';
import { RunSearchEntity, TaskNameEntity } from './entities/search.js';
import { DayStatisticEntity, RunStatisticEntity } from './entities/statistics.js';

const ENTITIES = [
  LedgerRunEntity,
  LedgerBatchEntity,
  LedgerSealEntity,
  LedgerSealRunEntity,
  RedactionBatchEntity,
  RedactionEntity,
  BackupEntity,
  DeadLetterEntity,
  RetentionDropEntity,
  RetentionDropRunEntity,
  RunEntity,
  PlayEntity,
  TaskEntity,
  HostEntity,
  RunHostEntity,
  TaskResultEntity,
  RunOriginEntity,
  ContainerResultEntity,
  ContainerSetEntity,
  DeploymentEntity,
  DeploymentHostEntity,
  ServiceEntity,
  ServiceHostEntity,
  FailureEntity,
  FailureGroupEntity,
  FailureGroupRunEntity,
  FailureNoteEntity,
  ResultDiffEntity,
  RoleServiceEntity,
  ChangeCountEntity,
  RunChangeCountEntity,
  TaskOutcomeEntity,
  KnownTaskEntity,
  RunStatisticEntity,
  DayStatisticEntity,
  HostFactsEntity,
  FactSetEntity,
  RunSearchEntity,
  TaskNameEntity,
  ApiTokenEntity,
  LogoutTokenEntity,
  ExportTicketEntity,
  AuditEntryEntity,
];

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
    entities: ENTITIES,
    migrations: [...MIGRATIONS],
    migrationsTableName: 'schema_migration',
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
