import { Module } from '@nestjs/common';
import { ResultsModule } from '../results/results.module.js';
import { RunsModule } from '../runs/runs.module.js';
import { ComparisonsReadModel } from './comparisons.read-model.js';
import { ComparisonsResolver } from './comparisons.resolver.js';
import {
  ChangedInputsResolver,
  ResultsOfChangedInput,
  ResultsOfTurned,
  TurnedResultsResolver,
} from './result-pairs.resolver.js';
import {
  ChangedCollections,
  ChangedImages,
  ChangedInputs,
  ComparedHosts,
  LoneTasks,
  TaskDurationChanges,
  TurnedResults,
} from './run-comparison.type.js';
import { RunComparisonsResolver } from './run-comparisons.resolver.js';

@Module({
  imports: [ResultsModule, RunsModule],
  providers: [
    ChangedInputsResolver,
    ComparisonsResolver,
    RunComparisonsResolver,
    TurnedResultsResolver,
    ResultsOfChangedInput,
    ResultsOfTurned,
    ChangedCollections.resolver,
    ChangedImages.resolver,
    ChangedInputs.resolver,
    ComparedHosts.resolver,
    LoneTasks.resolver,
    TaskDurationChanges.resolver,
    TurnedResults.resolver,
    ComparisonsReadModel,
  ],
})
export class ComparisonsModule {}
