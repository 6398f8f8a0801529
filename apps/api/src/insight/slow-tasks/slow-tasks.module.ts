import { Module } from '@nestjs/common';
import { SlowTasksReadModel } from './slow-tasks.read-model.js';
import { SlowTasksResolver } from './slow-tasks.resolver.js';

@Module({
  providers: [SlowTasksResolver, SlowTasksReadModel],
})
export class SlowTasksModule {}
