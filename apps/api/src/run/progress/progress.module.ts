import { Module } from '@nestjs/common';
import { RunsModule } from '../runs/runs.module.js';
import { RunProgressLoader } from './run-progress-loader.js';
import { RunProgressReadModel } from './run-progress.read-model.js';
import { ProgressOfRunResolver, RunProgressResolver } from './run-progress.resolver.js';

@Module({
  imports: [RunsModule],
  providers: [ProgressOfRunResolver, RunProgressResolver, RunProgressLoader, RunProgressReadModel],
})
export class ProgressModule {}
