import { Module } from '@nestjs/common';
import { RunsModule } from '../../run/runs/runs.module.js';
import { ContainerSets } from './container-sets.js';
import { StateMatrixReadModel } from './state-matrix.read-model.js';
import { StateMatrixResolver } from './state-matrix.resolver.js';
import { UnfinishedDeploymentResolver } from './unfinished-deployment.resolver.js';

@Module({
  imports: [RunsModule],
  providers: [StateMatrixResolver, UnfinishedDeploymentResolver, ContainerSets, StateMatrixReadModel],
})
export class StateModule {}
