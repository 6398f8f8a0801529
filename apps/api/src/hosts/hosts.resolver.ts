import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../relay/connection.js';
import { Hosts, RunHosts, TaskResults } from '../relay/connections.js';
import { PageArgs } from '../relay/page-args.js';
import type { TaskResultType } from '../results/task-result.type.js';
import { TaskResultFilter, TaskResultsArgs } from '../results/task-results.args.js';
import { TaskResultsReadModel } from '../results/task-results.read-model.js';
import { HostType, RunHost } from './host.type.js';
import { HostsArgs } from './hosts.args.js';
import { HostsReadModel } from './hosts.read-model.js';
import { LastRunLoader } from './last-run-loader.js';

@Resolver(() => HostType)
export class HostsResolver {
  constructor(
    private readonly readModel: HostsReadModel,
    private readonly taskResults: TaskResultsReadModel,
    private readonly lastRuns: LastRunLoader,
  ) {}

  @Query(() => Hosts.type, { description: 'Hosts, by name.' })
  hosts(@Args() { filter, ...page }: HostsArgs): Promise<Connection<HostType>> {
    return this.readModel.page(filter, page);
  }

  @Query(() => HostType, { nullable: true, description: 'A host by its inventory name; null when no run met it.' })
  host(@Args('name') name: string): Promise<HostType | null> {
    return this.readModel.byName(name);
  }

  @ResolveField(() => RunHosts.type, { description: 'What runs did on it, newest run first.' })
  runs(@Parent() { name }: HostType, @Args() page: PageArgs): Promise<Connection<RunHost>> {
    return this.readModel.runsOf(name, page);
  }

  @ResolveField(() => RunHost, { nullable: true, description: 'What the newest run did on it.' })
  lastRun(@Parent() { name }: HostType, @Context() request: object): Promise<RunHost | null> {
    return this.lastRuns.load(request, name);
  }

  @ResolveField(() => TaskResults.type, { description: 'Its task results over all runs, newest first.' })
  results(
    @Parent() { name }: HostType,
    @Args() { filter, ...page }: TaskResultsArgs,
  ): Promise<Connection<TaskResultType>> {
    return this.taskResults.page(Object.assign(new TaskResultFilter(), filter, { host: name }), page);
  }
}
