import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { type DeploymentHost, DeploymentHosts } from './deployment-host.type.js';
import { DeploymentHostsArgs } from './deployment-hosts.args.js';
import { Deployments, DeploymentType } from './deployment.type.js';
import { DeploymentsArgs } from './deployments.args.js';
import { DeploymentsReadModel } from './deployments.read-model.js';

@Resolver(() => DeploymentType)
export class DeploymentsResolver {
  constructor(
    private readonly readModel: DeploymentsReadModel,
    private readonly runs: RunLoader,
  ) {}

  @Query(() => Deployments.type, {
    description: 'Deployments of services in all runs: one for each run and service.',
  })
  deployments(@Args() { filter, orderBy, ...page }: DeploymentsArgs): Promise<Connection<DeploymentType>> {
    return this.readModel.page(filter, orderBy, page);
  }

  @ResolveField(() => RunType, { nullable: true, description: 'The run.' })
  run(@Parent() { runId }: DeploymentType, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, runId);
  }

  @ResolveField(() => DeploymentHosts.type, { description: 'Its hosts, by name, with their outcomes.' })
  hosts(
    @Parent() deployment: DeploymentType,
    @Args() args: DeploymentHostsArgs,
    @Context() request: object,
  ): Promise<Connection<DeploymentHost>> {
    return this.readModel.hostsOf(deployment, args, request);
  }
}
