import { Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import type { ServerSettings } from '#config';
import { Logger } from '#telemetry';
import { METRICS } from '../injection-tokens/metrics.token.js';
import { SETTINGS } from '../injection-tokens/settings.token.js';
import { Backpressure } from './backpressure.js';
import { IngestMetrics } from './ingest-metrics.js';
import { IngestController } from './ingest.controller.js';
import { IngestService } from './ingest.service.js';
import { UploadAdmission } from './upload-admission.js';
import { UploadGuards } from './upload-guards.js';
import { UploadReader } from './upload-reader.js';

@Module({
  controllers: [IngestController],
  providers: [
    {
      provide: Backpressure,
      inject: [DataSource, Logger, SETTINGS],
      useFactory: (dataSource: DataSource, logger: Logger, settings: ServerSettings) =>
        new Backpressure(dataSource, logger, settings),
    },
    {
      provide: UploadAdmission,
      inject: [SETTINGS],
      useFactory: ({ ingestConcurrency }: ServerSettings) => new UploadAdmission(ingestConcurrency),
    },
    {
      provide: IngestMetrics,
      inject: [METRICS, UploadAdmission],
      useFactory: (metrics: Registry, admission: UploadAdmission) => new IngestMetrics(metrics, admission),
    },
    UploadGuards,
    IngestService,
    UploadReader,
  ],
})
export class IngestModule {}
