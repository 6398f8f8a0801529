import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { Hosts, HostType, RunHost, RunHosts } from './host.type.js';
import { HostsArgs } from './hosts.args.js';
import { HostsReadModel } from './hosts.read-model.js';
import { LastRunLoader } from './last-run-loader.js';

@Resolver(() => HostType)
export class HostsResolver {
  constructor(
    private readonly readModel: HostsReadModel,
    private readonly lastRuns: LastRunLoader,
  ) {}

  @Query(() => Hosts.type, { description: 'Hosts, by name.' })
  hosts(@Args() { filter, ...page }: HostsArgs): Promise<Connection<HostType>> {
    return this.readModel.page(filter, page);
  }

  @Query(() => HostType, {
    nullable: true,
    description: 'A host by its inventory name; null if it is not part of any run.',
  })
  host(@Args('name') name: string): Promise<HostType | null> {
    return this.readModel.byName(name);
  }

  @ResolveField(() => RunHosts.type, { description: 'Its outcomes in all runs, newest first.' })
  runs(@Parent() { name }: HostType, @Args() page: PageArgs): Promise<Connection<RunHost>> {
    return this.readModel.runsOf(name, page);
  }

  @ResolveField(() => RunHost, { nullable: true, description: 'Its outcome in the latest run.' })
  lastRun(@Parent() { name }: HostType, @Context() request: object): Promise<RunHost | null> {
    return this.lastRuns.load(request, name);
  }
}
