import { Module } from '@nestjs/common';
import { DownloadsController } from './downloads/downloads.controller.js';
import { HealthController } from './health/health.controller.js';

/** What is neither a question nor an upload. */
@Module({ controllers: [DownloadsController, HealthController] })
export class HttpModule {}
