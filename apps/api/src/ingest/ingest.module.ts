import { Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { METRICS } from '../injection-tokens/metrics.token.js';
import { IngestMetrics } from './ingest-metrics.js';
import { IngestController } from './ingest.controller.js';
import { IngestService } from './ingest.service.js';
import { UploadAdmission } from './upload-admission.js';
import { UploadReader } from './upload-reader.js';

@Module({
  controllers: [IngestController],
  providers: [
    {
      provide: IngestMetrics,
      inject: [METRICS, UploadAdmission],
      useFactory: (metrics: Registry, places: UploadAdmission) => new IngestMetrics(metrics, places),
    },
    IngestService,
    UploadReader,
  ],
})
export class IngestModule {}
