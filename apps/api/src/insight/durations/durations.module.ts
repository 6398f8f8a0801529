import { Module } from '@nestjs/common';
import { DurationTrendsReadModel } from './duration-trends.read-model.js';
import { HostDurationsResolver } from './host-durations.resolver.js';
import { ServiceDurationsResolver } from './service-durations.resolver.js';

@Module({
  providers: [HostDurationsResolver, ServiceDurationsResolver, DurationTrendsReadModel],
})
export class DurationsModule {}
