import { Module } from '@nestjs/common';
import { ResultsModule } from '../../run/results/results.module.js';
import { FailureGroupsModule } from '../failure-groups/failure-groups.module.js';
import { FailureFieldsResolver, TaskResultFailureResolver } from './failure-fields.resolver.js';
import { FailureLoader, PreviousTaskLoader } from './failure-loaders.js';
import { FailuresReadModel } from './failures.read-model.js';
import { FailuresResolver } from './failures.resolver.js';
import { HostResultsResolver } from './host-results.resolver.js';
import { ServiceFailuresResolver } from './service-failures.resolver.js';

@Module({
  imports: [FailureGroupsModule, ResultsModule],
  providers: [
    FailureFieldsResolver,
    FailuresResolver,
    HostResultsResolver,
    ServiceFailuresResolver,
    TaskResultFailureResolver,
    FailureLoader,
    FailuresReadModel,
    PreviousTaskLoader,
  ],
})
export class FailuresModule {}
