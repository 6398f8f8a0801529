import { Module } from '@nestjs/common';
import { CollectionsLoader } from './collections-loader.js';
import { RunLoader } from './run-loader.js';
import { RunSizeLoader } from './run-size-loader.js';
import { Runs } from './run.type.js';
import { RunsReadModel } from './runs.read-model.js';
import { RunsResolver } from './runs.resolver.js';
import { ServicesOfRunLoader } from './services-of-run-loader.js';
import { TroublesOfRunLoader } from './troubles-of-run-loader.js';

@Module({
  providers: [
    RunsResolver,
    Runs.resolver,
    CollectionsLoader,
    RunLoader,
    RunSizeLoader,
    RunsReadModel,
    ServicesOfRunLoader,
    TroublesOfRunLoader,
  ],
  exports: [CollectionsLoader, RunLoader, RunsReadModel],
})
export class RunsModule {}
