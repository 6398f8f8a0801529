import { Module } from '@nestjs/common';
import { DeploymentsModule } from '../../fleet/deployments/deployments.module.js';
import { HostsModule } from '../../fleet/hosts/hosts.module.js';
import { ServicesModule } from '../../fleet/services/services.module.js';
import { PlaysModule } from '../../run/plays/plays.module.js';
import { ResultsModule } from '../../run/results/results.module.js';
import { RunsModule } from '../../run/runs/runs.module.js';
import { TasksModule } from '../../run/tasks/tasks.module.js';
import { FailureGroupsModule } from '../failure-groups/failure-groups.module.js';
import { NodeResolver } from './node.resolver.js';

@Module({
  imports: [
    DeploymentsModule,
    FailureGroupsModule,
    HostsModule,
    PlaysModule,
    ResultsModule,
    RunsModule,
    ServicesModule,
    TasksModule,
  ],
  providers: [NodeResolver],
})
export class NodesModule {}
