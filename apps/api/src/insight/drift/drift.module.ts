import { Module } from '@nestjs/common';
import { RunsModule } from '../../run/runs/runs.module.js';
import { AlwaysChangingTasks } from './always-changing-task.type.js';
import { AlwaysChangingReadModel } from './always-changing.read-model.js';
import { AlwaysChangingResolver } from './always-changing.resolver.js';
import { PredictedTasks } from './check-prediction.type.js';
import { CheckPredictionsReadModel } from './check-predictions.read-model.js';
import { CheckPredictionsResolver } from './check-predictions.resolver.js';
import { DriftReadModel } from './drift.read-model.js';
import { DriftResolver } from './drift.resolver.js';
import { DriftedHostsResolver } from './drifted-hosts.resolver.js';
import { DriftedTasks } from './drifted-task.type.js';
import { HostsBehind } from './host-behind.type.js';
import { HostsBehindReadModel } from './hosts-behind.read-model.js';
import { HostsBehindResolver } from './hosts-behind.resolver.js';

@Module({
  imports: [RunsModule],
  providers: [
    AlwaysChangingResolver,
    CheckPredictionsResolver,
    DriftResolver,
    DriftedHostsResolver,
    HostsBehindResolver,
    AlwaysChangingTasks.resolver,
    DriftedTasks.resolver,
    HostsBehind.resolver,
    PredictedTasks.resolver,
    AlwaysChangingReadModel,
    CheckPredictionsReadModel,
    DriftReadModel,
    HostsBehindReadModel,
  ],
})
export class DriftModule {}
