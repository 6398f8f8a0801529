import { Module } from '@nestjs/common';
import { NewestTaskLoader } from './newest-task-loader.js';
import { RunTasksResolver } from './run-tasks.resolver.js';
import { Tasks } from './task.type.js';
import { TasksReadModel } from './tasks.read-model.js';

@Module({
  providers: [RunTasksResolver, Tasks.resolver, NewestTaskLoader, TasksReadModel],
  exports: [NewestTaskLoader, TasksReadModel],
})
export class TasksModule {}
