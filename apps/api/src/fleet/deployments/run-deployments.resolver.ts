import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { RunType } from '../../run/runs/run.type.js';
import { Deployments, type DeploymentType } from './deployment.type.js';
import { DeploymentsArgs } from './deployments.args.js';
import { DeploymentsReadModel } from './deployments.read-model.js';

@Resolver(() => RunType)
export class RunDeploymentsResolver {
  constructor(private readonly readModel: DeploymentsReadModel) {}

  @ResolveField(() => Deployments.type, { description: 'Its deployments of services.' })
  deployments(
    @Parent() run: RunType,
    @Args() args: DeploymentsArgs,
    @Context() request: object,
  ): Promise<Connection<DeploymentType>> {
    return this.readModel.pageOfRun(run.uuid, args, request);
  }
}
