import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import type { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import type { ServerSettings } from '#config';
import { JobQueues } from '#queue';
import { Logger, Readiness } from '#telemetry';
import { CustodyModule } from './custody/custody.module.js';
import { FleetModule } from './fleet/fleet.module.js';
import { LimitStore } from './gate/admission/limit-store.js';
import { GateModule } from './gate/gate.module.js';
import { AnswerPlaces } from './gate/limits/answer-places.js';
import type { UnreadAnswers } from './gate/limits/unread-answers.js';
import { weighLeaves } from './gate/limits/weigh-leaves.js';
import { ReadDatabase } from './gate/scopes/read-database.js';
import { GraphqlDriver, type GraphqlDriverOptions } from './graphql/driver/graphql.driver.js';
import { RelayModule } from './graphql/relay/relay.module.js';
import { SCHEMA_OPTIONS } from './graphql/schema-options.js';
import { HttpModule } from './http/http.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { METRICS } from './injection-tokens/metrics.token.js';
import { SETTINGS } from './injection-tokens/settings.token.js';
import { InsightModule } from './insight/insight.module.js';
import { RunModule } from './run/run.module.js';

/** The wings whose resolvers make the GraphQL schema. */
export const QUESTION_WINGS = [RunModule, FleetModule, InsightModule, CustodyModule];

/** What the process makes before the app, and every feature may ask for. */
export interface ApiParts {
  settings: ServerSettings;
  dataSource: DataSource;
  reads: ReadDatabase;
  queues: JobQueues;
  logger: Logger;
  metrics: Registry;
  readiness: Readiness;
  limits: LimitStore;
  unread: UnreadAnswers;
}

@Module({})
export class ApiModule {
  static with(parts: ApiParts): DynamicModule {
    const providers = [
      { provide: SETTINGS, useValue: parts.settings },
      { provide: DataSource, useValue: parts.dataSource },
      { provide: ReadDatabase, useValue: parts.reads },
      { provide: JobQueues, useValue: parts.queues },
      { provide: Logger, useValue: parts.logger },
      { provide: METRICS, useValue: parts.metrics },
      { provide: Readiness, useValue: parts.readiness },
      { provide: LimitStore, useValue: parts.limits },
    ];
    return {
      module: ApiModule,
      global: true,
      imports: [
        GraphQLModule.forRoot<GraphqlDriverOptions>({
          driver: GraphqlDriver,
          autoSchemaFile: true,
          buildSchemaOptions: SCHEMA_OPTIONS,
          sortSchema: true,
          transformSchema: weighLeaves,
          introspection: parts.settings.graphqlIntrospection,
          places: new AnswerPlaces(parts.unread),
          logger: parts.logger,
        }),
        GateModule,
        RelayModule,
        IngestModule,
        ...QUESTION_WINGS,
        HttpModule,
      ],
      providers,
      exports: providers,
    };
  }
}
