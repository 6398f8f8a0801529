import { Module } from '@nestjs/common';
import { FlakyTasksReadModel } from './flaky-tasks.read-model.js';
import { FlakyTasksResolver } from './flaky-tasks.resolver.js';

@Module({
  providers: [FlakyTasksResolver, FlakyTasksReadModel],
})
export class FlakyTasksModule {}
