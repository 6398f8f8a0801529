import { Module } from '@nestjs/common';
import { DriftModule } from './drift/drift.module.js';
import { DurationsModule } from './durations/durations.module.js';
import { FailureGroupsModule } from './failure-groups/failure-groups.module.js';
import { FailuresModule } from './failures/failures.module.js';
import { FlakyTasksModule } from './flaky-tasks/flaky-tasks.module.js';
import { NodesModule } from './nodes/nodes.module.js';
import { SearchModule } from './search/search.module.js';
import { SlowTasksModule } from './slow-tasks/slow-tasks.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';

/** What follows from many runs. */
@Module({
  imports: [
    DriftModule,
    DurationsModule,
    FailureGroupsModule,
    FailuresModule,
    FlakyTasksModule,
    NodesModule,
    SearchModule,
    SlowTasksModule,
    StatisticsModule,
  ],
})
export class InsightModule {}
