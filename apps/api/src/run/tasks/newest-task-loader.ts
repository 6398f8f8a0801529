import { Injectable } from '@nestjs/common';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import type { TaskType } from './task.type.js';
import { TasksReadModel } from './tasks.read-model.js';

/** The newest tasks of the names of a list. */
@Injectable()
export class NewestTaskLoader extends RequestLoader<TaskType> {
  constructor(tasks: TasksReadModel) {
    super(async (names) => new Map((await tasks.newestOf(names)).map((task) => [task.name, task])));
  }
}
