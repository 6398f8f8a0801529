import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { ServiceType } from '../services/service.type.js';
import { Deployments, DeploymentType } from './deployment.type.js';
import { DeploymentFilter, DeploymentsArgs } from './deployments.args.js';
import { DeploymentsReadModel } from './deployments.read-model.js';
import { LastDeploymentLoaders } from './last-deployment-loaders.js';

@Resolver(() => ServiceType)
export class ServiceDeploymentsResolver {
  constructor(
    private readonly readModel: DeploymentsReadModel,
    private readonly lastDeployments: LastDeploymentLoaders,
  ) {}

  @ResolveField(() => Deployments.type, { description: 'Its deployments in all runs.' })
  deployments(
    @Parent() { name }: ServiceType,
    @Args() { filter, orderBy, ...page }: DeploymentsArgs,
  ): Promise<Connection<DeploymentType>> {
    const ofService = Object.assign(new DeploymentFilter(), filter, { service: name });
    return this.readModel.page(ofService, orderBy, page);
  }

  @ResolveField(() => DeploymentType, { nullable: true, description: 'Its latest real deployment that completed.' })
  lastGood(@Parent() { name }: ServiceType, @Context() request: object): Promise<DeploymentType | null> {
    return this.lastDeployments.ofServices.good.load(request, name);
  }

  @ResolveField(() => DeploymentType, { nullable: true, description: 'Its latest real deployment that failed.' })
  lastFailed(@Parent() { name }: ServiceType, @Context() request: object): Promise<DeploymentType | null> {
    return this.lastDeployments.ofServices.failed.load(request, name);
  }
}
