import { Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { METRICS } from '../injection-tokens/metrics.token.js';
import { IngestMetrics } from './ingest-metrics.js';
import { IngestController } from './ingest.controller.js';
import { IngestService } from './ingest.service.js';
import { UploadPlaces } from './upload-places.js';
import { UploadReader } from './upload-reader.js';

@Module({
  controllers: [IngestController],
  providers: [
    {
      provide: IngestMetrics,
      inject: [METRICS, UploadPlaces],
      useFactory: (metrics: Registry, places: UploadPlaces) => new IngestMetrics(metrics, places),
    },
    IngestService,
    UploadReader,
  ],
})
export class IngestModule {}
