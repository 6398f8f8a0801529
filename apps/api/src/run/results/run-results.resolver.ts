import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { RunType } from '../runs/run.type.js';
import { TaskResults, type TaskResultType } from './task-result.type.js';
import { TaskResultsArgs } from './task-results.args.js';
import { TaskResultsReadModel } from './task-results.read-model.js';

@Resolver(() => RunType)
export class RunResultsResolver {
  constructor(private readonly readModel: TaskResultsReadModel) {}

  @ResolveField(() => TaskResults.type, { description: 'Its task results, as they happened.' })
  results(@Parent() run: RunType, @Args() { filter, ...page }: TaskResultsArgs): Promise<Connection<TaskResultType>> {
    return this.readModel.pageOfRun(run.uuid, filter, page);
  }
}
