import { Module } from '@nestjs/common';
import { ResultsModule } from '../../run/results/results.module.js';
import { RunsModule } from '../../run/runs/runs.module.js';
import { TasksModule } from '../../run/tasks/tasks.module.js';
import { SearchReadModel } from './search.read-model.js';
import { SearchResolver } from './search.resolver.js';

@Module({
  imports: [ResultsModule, RunsModule, TasksModule],
  providers: [SearchResolver, SearchReadModel],
})
export class SearchModule {}
