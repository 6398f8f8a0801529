import { Injectable } from '@nestjs/common';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import { byRun, toResultKey } from './result-key.js';
import type { TaskResultType } from './task-result.type.js';
import { TaskResultsReadModel } from './task-results.read-model.js';

/** The results that the objects of a list refer to, by result key: a statement for each of their few runs. */
@Injectable()
export class TaskResultLoader extends RequestLoader<TaskResultType> {
  constructor(taskResults: TaskResultsReadModel) {
    super(async (keys) => {
      const found = new Map<string, TaskResultType>();
      for (const [runId, seqs] of byRun(keys)) {
        for (const result of await taskResults.bySeqs(runId, seqs)) found.set(toResultKey(runId, result.seq), result);
      }
      return found;
    });
  }
}
