import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { RunType } from '../../run/runs/run.type.js';
import { RunHosts, type RunHost } from './host.type.js';
import { HostsReadModel } from './hosts.read-model.js';
import { RunRecapArgs } from './run-recap.args.js';

@Resolver(() => RunType)
export class RunRecapResolver {
  constructor(private readonly readModel: HostsReadModel) {}

  @ResolveField(() => RunHosts.type, { description: "Ansible's recap for each host, by name." })
  recap(@Parent() run: RunType, @Args() page: RunRecapArgs, @Context() request: object): Promise<Connection<RunHost>> {
    return this.readModel.hostsOf(run.uuid, page, request);
  }
}
