import { Module } from '@nestjs/common';
import { PointDurationResolver, TotalDurationResolver } from './duration-statistics.resolver.js';
import { StatisticsReadModel } from './statistics.read-model.js';
import { StatisticsResolver } from './statistics.resolver.js';
import { StatisticsSeriesList } from './statistics.type.js';

@Module({
  providers: [
    PointDurationResolver,
    StatisticsResolver,
    TotalDurationResolver,
    StatisticsSeriesList.resolver,
    StatisticsReadModel,
  ],
})
export class StatisticsModule {}
