import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import type { Registry } from 'prom-client';
import type { ServerSettings } from '#config';
import { JobQueues } from '#queue';
import { Logger, Readiness } from '#telemetry';
import { AccessGuard } from './access/access-guard.js';
import { AccessTokens } from './access/access-tokens.js';
import { ApiTokensReadModel } from './access/api-tokens.read-model.js';
import { ApiTokensResolver } from './access/api-tokens.resolver.js';
import { ConnectionShares } from './access/connection-shares.js';
import { Gatekeeper } from './access/gatekeeper.js';
import { LimitStore } from './access/limit-store.js';
import { ScopedDatabase } from './access/scoped-database.js';
import { SignInLimits } from './access/sign-in-limits.js';
import { AuditLog } from './audit/audit-log.js';
import { AuditLogReadModel } from './audit/audit-log.read-model.js';
import { AuditLogResolver } from './audit/audit-log.resolver.js';
import { BackupsReadModel } from './backups/backups.read-model.js';
import { BackupsResolver } from './backups/backups.resolver.js';
import { ChangeCountsReadModel } from './changes/change-counts.read-model.js';
import { ChangesReadModel } from './changes/changes.read-model.js';
import { ChangesResolver } from './changes/changes.resolver.js';
import { DroppedChangesReadModel } from './changes/dropped-changes.read-model.js';
import { ComparisonsReadModel } from './comparisons/comparisons.read-model.js';
import { ComparisonsResolver } from './comparisons/comparisons.resolver.js';
import { RunComparisonsResolver } from './comparisons/run-comparisons.resolver.js';
import {
  ChangedInputsResolver,
  ResultsOfChangedInput,
  ResultsOfTurned,
  TurnedResultsResolver,
} from './comparisons/result-pairs.resolver.js';
import { DeadLettersReadModel } from './dead-letters/dead-letters.read-model.js';
import { DeadLettersResolver } from './dead-letters/dead-letters.resolver.js';
import { ReplayDeadLetters } from './dead-letters/replay-dead-letters.js';
import { DeploymentHostsResolver } from './deployments/deployment-hosts.resolver.js';
import { DeploymentsReadModel } from './deployments/deployments.read-model.js';
import { DeploymentsResolver } from './deployments/deployments.resolver.js';
import { LastDeploymentLoaders } from './deployments/last-deployment-loaders.js';
import { DownloadsController } from './downloads/downloads.controller.js';
import { AlwaysChangingReadModel } from './drift/always-changing.read-model.js';
import { AlwaysChangingResolver } from './drift/always-changing.resolver.js';
import { CheckPredictionsReadModel } from './drift/check-predictions.read-model.js';
import { CheckPredictionsResolver } from './drift/check-predictions.resolver.js';
import { DriftReadModel } from './drift/drift.read-model.js';
import { DriftResolver } from './drift/drift.resolver.js';
import { DriftedHostsResolver } from './drift/drifted-hosts.resolver.js';
import { HostsBehindReadModel } from './drift/hosts-behind.read-model.js';
import { HostsBehindResolver } from './drift/hosts-behind.resolver.js';
import { DurationTrendsReadModel } from './durations/duration-trends.read-model.js';
import { FactChangesResolver } from './facts/fact-changes.resolver.js';
import { FactChangesReadModel } from './facts/fact-changes.read-model.js';
import { HostFactsReadModel } from './facts/host-facts.read-model.js';
import { HostFactsResolver } from './facts/host-facts.resolver.js';
import { FailureGroupActs } from './failure-groups/failure-group-acts.js';
import { FailureGroupLoader } from './failure-groups/failure-group-loader.js';
import { FailureGroupRunsResolver } from './failure-groups/failure-group-runs.resolver.js';
import { FailureGroupsReadModel } from './failure-groups/failure-groups.read-model.js';
import { FailureGroupsResolver } from './failure-groups/failure-groups.resolver.js';
import { FailureStatisticsReadModel } from './failure-groups/failure-statistics.read-model.js';
import { GroupServicesLoader } from './failure-groups/group-services-loader.js';
import { FailureFieldsResolver, TaskResultFailureResolver } from './failures/failure-fields.resolver.js';
import { FailureLoader, PreviousTaskLoader } from './failures/failure-loaders.js';
import { FailuresReadModel } from './failures/failures.read-model.js';
import { ExportTickets } from './exports/export-tickets.js';
import { ExportTicketsController } from './exports/export-tickets.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { FailuresResolver } from './failures/failures.resolver.js';
import { GraphqlDriver, type GraphqlDriverOptions } from './graphql/graphql.driver.js';
import { HealthController } from './health/health.controller.js';
import { METRICS } from './health/metrics.token.js';
import { FlakyTasksReadModel } from './flaky-tasks/flaky-tasks.read-model.js';
import { FlakyTasksResolver } from './flaky-tasks/flaky-tasks.resolver.js';
import { HostsReadModel } from './hosts/hosts.read-model.js';
import { HostsResolver } from './hosts/hosts.resolver.js';
import { LastRunLoader } from './hosts/last-run-loader.js';
import { RunHostsResolver } from './hosts/run-hosts.resolver.js';
import { IngestController } from './ingest/ingest.controller.js';
import { IngestMetrics } from './ingest/ingest-metrics.js';
import { IngestService } from './ingest/ingest.service.js';
import { UploadPlaces } from './ingest/upload-places.js';
import { UploadReader } from './ingest/upload-reader.js';
import { AnswerPlaces } from './limits/answer-places.js';
import type { UnreadAnswers } from './limits/unread-answers.js';
import { weighLeaves } from './limits/weigh-leaves.js';
import { RunMatrixReadModel } from './matrix/run-matrix.read-model.js';
import { RunMatrixResolver } from './matrix/run-matrix.resolver.js';
import { NodeResolver } from './nodes/node.resolver.js';
import { PlaysReadModel } from './plays/plays.read-model.js';
import { RunProgressLoader } from './progress/run-progress-loader.js';
import { RunProgressReadModel } from './progress/run-progress.read-model.js';
import { ProgressOfRunResolver, RunProgressResolver } from './progress/run-progress.resolver.js';
import { ReadDatabase } from './reads/read-database.js';
import { RedactSecret } from './redactions/redact-secret.js';
import { RedactionsReadModel } from './redactions/redactions.read-model.js';
import { RedactionsResolver } from './redactions/redactions.resolver.js';
import { RetentionsReadModel } from './retentions/retentions.read-model.js';
import { RetentionsResolver } from './retentions/retentions.resolver.js';
import * as connections from './relay/connections.js';
import { Lists } from './relay/lists.js';
import { BodyLoader } from './results/body-loader.js';
import { ResultBodies } from './results/result-bodies.js';
import { TaskResultLoader } from './results/task-result-loader.js';
import { TaskResultsReadModel } from './results/task-results.read-model.js';
import { TaskResultsResolver } from './results/task-results.resolver.js';
import { CollectionsLoader } from './runs/collections-loader.js';
import { RunLoader } from './runs/run-loader.js';
import { RunsReadModel } from './runs/runs.read-model.js';
import { RunSizeLoader } from './runs/run-size-loader.js';
import { ServicesOfRunLoader } from './runs/services-of-run-loader.js';
import { RunsResolver } from './runs/runs.resolver.js';
import { SearchReadModel } from './search/search.read-model.js';
import { SearchResolver } from './search/search.resolver.js';
import { ServicesReadModel } from './services/services.read-model.js';
import { ServicesResolver } from './services/services.resolver.js';
import { OpenIdProvider } from './sign-in/open-id-provider.js';
import { SessionCookies } from './sign-in/session-cookie.js';
import { Sessions } from './sign-in/sessions.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SETTINGS } from './settings.token.js';
import { SlowTasksReadModel } from './slow-tasks/slow-tasks.read-model.js';
import { SlowTasksResolver } from './slow-tasks/slow-tasks.resolver.js';
import { ContainerSets } from './state/container-sets.js';
import { StateMatrixReadModel } from './state/state-matrix.read-model.js';
import { StateMatrixResolver } from './state/state-matrix.resolver.js';
import { PointDurationResolver, TotalDurationResolver } from './statistics/duration-statistics.resolver.js';
import { StatisticsReadModel } from './statistics/statistics.read-model.js';
import { StatisticsResolver } from './statistics/statistics.resolver.js';
import { NewestTaskLoader } from './tasks/newest-task-loader.js';
import { TasksReadModel } from './tasks/tasks.read-model.js';

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
