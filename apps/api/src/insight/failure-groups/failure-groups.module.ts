import { Module } from '@nestjs/common';
import { ResultsModule } from '../../run/results/results.module.js';
import { RunsModule } from '../../run/runs/runs.module.js';
import { FailureGroupCommands } from './failure-group-commands.js';
import { FailureGroupLoader } from './failure-group-loader.js';
import { FailureGroupRunsResolver } from './failure-group-runs.resolver.js';
import { FailureGroupHosts, FailureGroupRuns, FailureGroups, FailureNotes } from './failure-group.type.js';
import { FailureGroupsReadModel } from './failure-groups.read-model.js';
import { FailureGroupsResolver } from './failure-groups.resolver.js';
import { FailureStatisticsReadModel } from './failure-statistics.read-model.js';
import { GroupServicesLoader } from './group-services-loader.js';

@Module({
  imports: [ResultsModule, RunsModule],
  providers: [
    FailureGroupRunsResolver,
    FailureGroupsResolver,
    FailureGroupHosts.resolver,
    FailureGroupRuns.resolver,
    FailureGroups.resolver,
    FailureNotes.resolver,
    FailureGroupCommands,
    FailureGroupLoader,
    FailureGroupsReadModel,
    FailureStatisticsReadModel,
    GroupServicesLoader,
  ],
  exports: [FailureGroupLoader, FailureGroupsReadModel],
})
export class FailureGroupsModule {}
