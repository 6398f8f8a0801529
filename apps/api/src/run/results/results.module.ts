import { Module } from '@nestjs/common';
import { RunsModule } from '../runs/runs.module.js';
import { BodyLoader } from './body-loader.js';
import { ResultBodies } from './result-bodies.js';
import { RunResultsResolver } from './run-results.resolver.js';
import { TaskResultLoader } from './task-result-loader.js';
import { TaskResultItems, TaskResults } from './task-result.type.js';
import { TaskResultsReadModel } from './task-results.read-model.js';
import { TaskResultsResolver } from './task-results.resolver.js';

@Module({
  imports: [RunsModule],
  providers: [
    RunResultsResolver,
    TaskResultsResolver,
    TaskResultItems.resolver,
    TaskResults.resolver,
    BodyLoader,
    ResultBodies,
    TaskResultLoader,
    TaskResultsReadModel,
  ],
  exports: [BodyLoader, TaskResultLoader, TaskResultsReadModel],
})
export class ResultsModule {}
