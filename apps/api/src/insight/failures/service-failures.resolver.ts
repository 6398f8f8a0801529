import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ServiceType } from '../../fleet/services/service.type.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { TaskResults, type TaskResultType } from '../../run/results/task-result.type.js';
import { TaskResultsArgs } from '../../run/results/task-results.args.js';
import { TaskResultsReadModel } from '../../run/results/task-results.read-model.js';

@Resolver(() => ServiceType)
export class ServiceFailuresResolver {
  constructor(private readonly taskResults: TaskResultsReadModel) {}

  @ResolveField(() => TaskResults.type, {
    description: 'Its failed and unreachable results in all runs, newest first; ignored and rescued ones are marked.',
  })
  failures(
    @Parent() { name }: ServiceType,
    @Args() { filter, ...page }: TaskResultsArgs,
  ): Promise<Connection<TaskResultType>> {
    return this.taskResults.failuresOfService(name, filter, page);
  }
}
