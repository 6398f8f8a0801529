import { Injectable } from '@nestjs/common';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import type { TaskType } from '../../run/tasks/task.type.js';
import type { Failure } from './failure.type.js';
import { FailuresReadModel } from './failures.read-model.js';

/** What the failed results of a list tell, by the ids of the results. */
@Injectable()
export class FailureLoader extends RequestLoader<Failure> {
  constructor(failures: FailuresReadModel) {
    super((ids) => failures.byResultIds(ids));
  }
}

/** The tasks before the failures of a list, by the ids of the failed results. */
@Injectable()
export class PreviousTaskLoader extends RequestLoader<TaskType> {
  constructor(failures: FailuresReadModel) {
    super((ids) => failures.previousTasks(ids));
  }
}
