import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { HostType } from '../../fleet/hosts/host.type.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { TaskResults, type TaskResultType } from '../../run/results/task-result.type.js';
import { TaskResultFilter, TaskResultsArgs } from '../../run/results/task-results.args.js';
import { TaskResultsReadModel } from '../../run/results/task-results.read-model.js';

@Resolver(() => HostType)
export class HostResultsResolver {
  constructor(private readonly taskResults: TaskResultsReadModel) {}

  @ResolveField(() => TaskResults.type, {
    description: 'Failed and unreachable results on it in all runs, newest first; ignored and rescued ones are marked.',
  })
  failures(
    @Parent() { name }: HostType,
    @Args() { filter, ...page }: TaskResultsArgs,
  ): Promise<Connection<TaskResultType>> {
    return this.taskResults.failuresOfHost(name, filter, page);
  }

  @ResolveField(() => TaskResults.type, {
    description: 'Its task results in all runs, in the order of `taskResults`.',
  })
  results(
    @Parent() { name }: HostType,
    @Args() { filter, ...page }: TaskResultsArgs,
  ): Promise<Connection<TaskResultType>> {
    return this.taskResults.page(Object.assign(new TaskResultFilter(), filter, { host: name }), page);
  }
}
