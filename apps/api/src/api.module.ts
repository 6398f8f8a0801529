import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import type { Registry } from 'prom-client';
import type { ServerSettings } from '#config';
import { JobQueues } from '#queue';
import { Logger, Readiness } from '#telemetry';
import { AccessGuard } from './gate/permissions/access-guard.js';
import { AccessTokens } from './gate/tokens/access-tokens.js';
import { ApiTokensReadModel } from './custody/api-tokens/api-tokens.read-model.js';
import { ApiTokensResolver } from './custody/api-tokens/api-tokens.resolver.js';
import { ConnectionShares } from './gate/scopes/connection-shares.js';
import { Gatekeeper } from './gate/admission/gatekeeper.js';
import { LimitStore } from './gate/admission/limit-store.js';
import { ScopedDatabase } from './gate/scopes/scoped-database.js';
import { SignInLimits } from './gate/admission/sign-in-limits.js';
import { AuditLog } from './gate/audit/audit-log.js';
import { AuditLogReadModel } from './custody/audit/audit-log.read-model.js';
import { AuditLogResolver } from './custody/audit/audit-log.resolver.js';
import { BackupsReadModel } from './custody/backups/backups.read-model.js';
import { BackupsResolver } from './custody/backups/backups.resolver.js';
import { ChangeCountsReadModel } from './fleet/changes/change-counts.read-model.js';
import { ChangesReadModel } from './fleet/changes/changes.read-model.js';
import { ChangesResolver } from './fleet/changes/changes.resolver.js';
import { DroppedChangesReadModel } from './fleet/changes/dropped-changes.read-model.js';
import { ComparisonsReadModel } from './run/comparisons/comparisons.read-model.js';
import { ComparisonsResolver } from './run/comparisons/comparisons.resolver.js';
import { RunComparisonsResolver } from './run/comparisons/run-comparisons.resolver.js';
import {
  ChangedInputsResolver,
  ResultsOfChangedInput,
  ResultsOfTurned,
  TurnedResultsResolver,
} from './run/comparisons/result-pairs.resolver.js';
import { DeadLettersReadModel } from './custody/dead-letters/dead-letters.read-model.js';
import { DeadLettersResolver } from './custody/dead-letters/dead-letters.resolver.js';
import { ReplayDeadLetters } from './custody/dead-letters/replay-dead-letters.js';
import { DeploymentHostsResolver } from './fleet/deployments/deployment-hosts.resolver.js';
import { DeploymentsReadModel } from './fleet/deployments/deployments.read-model.js';
import { DeploymentsResolver } from './fleet/deployments/deployments.resolver.js';
import { LastDeploymentLoaders } from './fleet/deployments/last-deployment-loaders.js';
import { DownloadsController } from './http/downloads/downloads.controller.js';
import { AlwaysChangingReadModel } from './insight/drift/always-changing.read-model.js';
import { AlwaysChangingResolver } from './insight/drift/always-changing.resolver.js';
import { CheckPredictionsReadModel } from './insight/drift/check-predictions.read-model.js';
import { CheckPredictionsResolver } from './insight/drift/check-predictions.resolver.js';
import { DriftReadModel } from './insight/drift/drift.read-model.js';
import { DriftResolver } from './insight/drift/drift.resolver.js';
import { DriftedHostsResolver } from './insight/drift/drifted-hosts.resolver.js';
import { HostsBehindReadModel } from './insight/drift/hosts-behind.read-model.js';
import { HostsBehindResolver } from './insight/drift/hosts-behind.resolver.js';
import { DurationTrendsReadModel } from './insight/durations/duration-trends.read-model.js';
import { FactChangesResolver } from './fleet/facts/fact-changes.resolver.js';
import { FactChangesReadModel } from './fleet/facts/fact-changes.read-model.js';
import { HostFactsReadModel } from './fleet/facts/host-facts.read-model.js';
import { HostFactsResolver } from './fleet/facts/host-facts.resolver.js';
import { FailureGroupActs } from './insight/failure-groups/failure-group-acts.js';
import { FailureGroupLoader } from './insight/failure-groups/failure-group-loader.js';
import { FailureGroupRunsResolver } from './insight/failure-groups/failure-group-runs.resolver.js';
import { FailureGroupsReadModel } from './insight/failure-groups/failure-groups.read-model.js';
import { FailureGroupsResolver } from './insight/failure-groups/failure-groups.resolver.js';
import { FailureStatisticsReadModel } from './insight/failure-groups/failure-statistics.read-model.js';
import { GroupServicesLoader } from './insight/failure-groups/group-services-loader.js';
import { FailureFieldsResolver, TaskResultFailureResolver } from './insight/failures/failure-fields.resolver.js';
import { FailureLoader, PreviousTaskLoader } from './insight/failures/failure-loaders.js';
import { FailuresReadModel } from './insight/failures/failures.read-model.js';
import { ExportTickets } from './custody/exports/export-tickets.js';
import { ExportTicketsController } from './custody/exports/export-tickets.controller.js';
import { ExportsController } from './custody/exports/exports.controller.js';
import { FailuresResolver } from './insight/failures/failures.resolver.js';
import { GraphqlDriver, type GraphqlDriverOptions } from './graphql/driver/graphql.driver.js';
import { HealthController } from './http/health/health.controller.js';
import { METRICS } from './http/health/metrics.token.js';
import { FlakyTasksReadModel } from './insight/flaky-tasks/flaky-tasks.read-model.js';
import { FlakyTasksResolver } from './insight/flaky-tasks/flaky-tasks.resolver.js';
import { HostsReadModel } from './fleet/hosts/hosts.read-model.js';
import { HostsResolver } from './fleet/hosts/hosts.resolver.js';
import { LastRunLoader } from './fleet/hosts/last-run-loader.js';
import { RunHostsResolver } from './fleet/hosts/run-hosts.resolver.js';
import { IngestController } from './ingest/ingest.controller.js';
import { IngestMetrics } from './ingest/ingest-metrics.js';
import { IngestService } from './ingest/ingest.service.js';
import { UploadPlaces } from './ingest/upload-places.js';
import { UploadReader } from './ingest/upload-reader.js';
import { AnswerPlaces } from './gate/limits/answer-places.js';
import type { UnreadAnswers } from './gate/limits/unread-answers.js';
import { weighLeaves } from './gate/limits/weigh-leaves.js';
import { RunMatrixReadModel } from './run/matrix/run-matrix.read-model.js';
import { RunMatrixResolver } from './run/matrix/run-matrix.resolver.js';
import { NodeResolver } from './insight/nodes/node.resolver.js';
import { PlaysReadModel } from './run/plays/plays.read-model.js';
import { RunProgressLoader } from './run/progress/run-progress-loader.js';
import { RunProgressReadModel } from './run/progress/run-progress.read-model.js';
import { ProgressOfRunResolver, RunProgressResolver } from './run/progress/run-progress.resolver.js';
import { ReadDatabase } from './gate/scopes/read-database.js';
import { RedactSecret } from './custody/redactions/redact-secret.js';
import { RedactionsReadModel } from './custody/redactions/redactions.read-model.js';
import { RedactionsResolver } from './custody/redactions/redactions.resolver.js';
import { RetentionsReadModel } from './custody/retentions/retentions.read-model.js';
import { RetentionsResolver } from './custody/retentions/retentions.resolver.js';
import * as connections from './graphql/relay/connections.js';
import { Lists } from './graphql/relay/lists.js';
import { BodyLoader } from './run/results/body-loader.js';
import { ResultBodies } from './run/results/result-bodies.js';
import { TaskResultLoader } from './run/results/task-result-loader.js';
import { TaskResultsReadModel } from './run/results/task-results.read-model.js';
import { TaskResultsResolver } from './run/results/task-results.resolver.js';
import { CollectionsLoader } from './run/runs/collections-loader.js';
import { RunLoader } from './run/runs/run-loader.js';
import { RunsReadModel } from './run/runs/runs.read-model.js';
import { RunSizeLoader } from './run/runs/run-size-loader.js';
import { ServicesOfRunLoader } from './run/runs/services-of-run-loader.js';
import { RunsResolver } from './run/runs/runs.resolver.js';
import { SearchReadModel } from './insight/search/search.read-model.js';
import { SearchResolver } from './insight/search/search.resolver.js';
import { ServicesReadModel } from './fleet/services/services.read-model.js';
import { ServicesResolver } from './fleet/services/services.resolver.js';
import { OpenIdProvider } from './gate/open-id/open-id-provider.js';
import { SessionCookies } from './gate/sign-in/session-cookie.js';
import { Sessions } from './gate/sign-in/sessions.js';
import { SignInController } from './gate/sign-in/sign-in.controller.js';
import { SETTINGS } from './settings/settings.token.js';
import { SlowTasksReadModel } from './insight/slow-tasks/slow-tasks.read-model.js';
import { SlowTasksResolver } from './insight/slow-tasks/slow-tasks.resolver.js';
import { ContainerSets } from './fleet/state/container-sets.js';
import { StateMatrixReadModel } from './fleet/state/state-matrix.read-model.js';
import { StateMatrixResolver } from './fleet/state/state-matrix.resolver.js';
import { PointDurationResolver, TotalDurationResolver } from './insight/statistics/duration-statistics.resolver.js';
import { StatisticsReadModel } from './insight/statistics/statistics.read-model.js';
import { StatisticsResolver } from './insight/statistics/statistics.resolver.js';
import { NewestTaskLoader } from './run/tasks/newest-task-loader.js';
import { TasksReadModel } from './run/tasks/tasks.read-model.js';

/** Resolvers of the GraphQL API, from which the schema is made. */
export const RESOLVERS = [
  RunsResolver,
  TaskResultsResolver,
  HostsResolver,
  RunHostsResolver,
  HostFactsResolver,
  FactChangesResolver,
  FailuresResolver,
  ChangesResolver,
  AlwaysChangingResolver,
  CheckPredictionsResolver,
  DriftResolver,
  DriftedHostsResolver,
  FlakyTasksResolver,
  HostsBehindResolver,
  RunMatrixResolver,
  ProgressOfRunResolver,
  RunProgressResolver,
  DeploymentsResolver,
  DeploymentHostsResolver,
  ServicesResolver,
  StateMatrixResolver,
  TaskResultFailureResolver,
  FailureFieldsResolver,
  FailureGroupsResolver,
  FailureGroupRunsResolver,
  ComparisonsResolver,
  RunComparisonsResolver,
  TurnedResultsResolver,
  ChangedInputsResolver,
  ResultsOfTurned,
  ResultsOfChangedInput,
  SearchResolver,
  SlowTasksResolver,
  StatisticsResolver,
  TotalDurationResolver,
  PointDurationResolver,
  NodeResolver,
  DeadLettersResolver,
  ApiTokensResolver,
  AuditLogResolver,
  RedactionsResolver,
  BackupsResolver,
  RetentionsResolver,
  ...Object.values(connections).map(({ resolver }) => resolver),
];

const READ_MODELS = [
  Lists,
  RunsReadModel,
  RunLoader,
  CollectionsLoader,
  ServicesOfRunLoader,
  RunSizeLoader,
  RunProgressReadModel,
  RunProgressLoader,
  RunMatrixReadModel,
  PlaysReadModel,
  TasksReadModel,
  HostsReadModel,
  HostFactsReadModel,
  FactChangesReadModel,
  LastRunLoader,
  TaskResultsReadModel,
  TaskResultLoader,
  ResultBodies,
  ChangesReadModel,
  DroppedChangesReadModel,
  ChangeCountsReadModel,
  AlwaysChangingReadModel,
  CheckPredictionsReadModel,
  DriftReadModel,
  FlakyTasksReadModel,
  HostsBehindReadModel,
  DeploymentsReadModel,
  LastDeploymentLoaders,
  ServicesReadModel,
  DurationTrendsReadModel,
  ContainerSets,
  StateMatrixReadModel,
  FailuresReadModel,
  FailureLoader,
  PreviousTaskLoader,
  FailureGroupsReadModel,
  FailureGroupLoader,
  FailureStatisticsReadModel,
  GroupServicesLoader,
  BodyLoader,
  ComparisonsReadModel,
  SearchReadModel,
  NewestTaskLoader,
  SlowTasksReadModel,
  StatisticsReadModel,
  DeadLettersReadModel,
  ApiTokensReadModel,
  AuditLogReadModel,
  RedactionsReadModel,
  BackupsReadModel,
  RetentionsReadModel,
];

export interface ApiParts {
  settings: ServerSettings;
  dataSource: DataSource;
  reads: ReadDatabase;
  queues: JobQueues;
  logger: Logger;
  metrics: Registry;
  readiness: Readiness;
  places: UploadPlaces;
  limits: LimitStore;
  unread: UnreadAnswers;
}

@Module({})
export class ApiModule {
  static with({
    settings,
    dataSource,
    reads,
    queues,
    logger,
    metrics,
    readiness,
    places,
    limits,
    unread,
  }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        GraphQLModule.forRoot<GraphqlDriverOptions>({
          driver: GraphqlDriver,
          autoSchemaFile: true,
          sortSchema: true,
          transformSchema: weighLeaves,
          introspection: settings.graphqlIntrospection,
          places: new AnswerPlaces(unread),
          logger,
        }),
      ],
      controllers: [
        IngestController,
        HealthController,
        DownloadsController,
        ExportsController,
        ExportTicketsController,
        SignInController,
      ],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: DataSource, useValue: dataSource },
        { provide: ReadDatabase, useValue: reads },
        { provide: JobQueues, useValue: queues },
        { provide: Logger, useValue: logger },
        { provide: METRICS, useValue: metrics },
        { provide: Readiness, useValue: readiness },
        { provide: UploadPlaces, useValue: places },
        { provide: IngestMetrics, useFactory: () => new IngestMetrics(metrics, places) },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: SignInLimits, useFactory: () => new SignInLimits(limits, settings.requestsPerMinute) },
        {
          provide: OpenIdProvider,
          useFactory: () => (settings.openId === null ? null : new OpenIdProvider(settings.openId, logger)),
        },
        {
          provide: SessionCookies,
          useFactory: () => (settings.openId === null ? null : new SessionCookies(settings.openId)),
        },
        AccessTokens,
        Gatekeeper,
        Sessions,
        ExportTickets,
        AuditLog,
        ConnectionShares,
        ScopedDatabase,
        IngestService,
        UploadReader,
        ReplayDeadLetters,
        FailureGroupActs,
        RedactSecret,
        ...READ_MODELS,
        ...RESOLVERS,
      ],
    };
  }
}
