import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { HostBehind, HostsBehind } from './host-behind.type.js';
import { HostsBehindArgs } from './hosts-behind.args.js';
import { HostsBehindReadModel } from './hosts-behind.read-model.js';

@Resolver(() => HostBehind)
export class HostsBehindResolver {
  constructor(
    private readonly readModel: HostsBehindReadModel,
    private readonly runs: RunLoader,
  ) {}

  @Query(() => HostsBehind.type, {
    description:
      'Hosts on which a service was once deployed, but not in its last real deployment: excluded by --limit, ' +
      'unreachable or forgotten. Hosts from which it was destroyed are left out.',
  })
  hostsBehind(@Args() args: HostsBehindArgs): Promise<Connection<HostBehind>> {
    return this.readModel.page(args);
  }

  @ResolveField(() => RunType, { description: 'The run that last deployed the service there.' })
  deployedBy(@Parent() { deployedRunId }: HostBehind, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, deployedRunId);
  }

  @ResolveField(() => RunType, { description: 'The run of the last deployment of the service.' })
  lastDeployedBy(@Parent() { lastRunId }: HostBehind, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, lastRunId);
  }
}
