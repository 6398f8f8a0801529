import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { HostType } from '../hosts/host.type.js';
import { DeploymentHost, DeploymentHosts } from './deployment-host.type.js';
import { DeploymentsReadModel } from './deployments.read-model.js';
import { HostDeploymentsArgs } from './host-deployments.args.js';
import { LastDeploymentLoaders } from './last-deployment-loaders.js';

@Resolver(() => HostType)
export class HostDeploymentsResolver {
  constructor(
    private readonly readModel: DeploymentsReadModel,
    private readonly lastDeployments: LastDeploymentLoaders,
  ) {}

  @ResolveField(() => DeploymentHosts.type, { description: 'What was deployed on it, newest first.' })
  deployments(
    @Parent() { name }: HostType,
    @Args() { service, ...page }: HostDeploymentsArgs,
  ): Promise<Connection<DeploymentHost>> {
    return this.readModel.pageOfHost(name, service, page);
  }

  @ResolveField(() => DeploymentHost, {
    nullable: true,
    description: 'Its latest successful real deployment.',
  })
  lastGood(@Parent() { name }: HostType, @Context() request: object): Promise<DeploymentHost | null> {
    return this.lastDeployments.ofHosts.good.load(request, name);
  }

  @ResolveField(() => DeploymentHost, {
    nullable: true,
    description: 'Its latest real deployment that failed or did not reach it.',
  })
  lastFailed(@Parent() { name }: HostType, @Context() request: object): Promise<DeploymentHost | null> {
    return this.lastDeployments.ofHosts.failed.load(request, name);
  }
}
