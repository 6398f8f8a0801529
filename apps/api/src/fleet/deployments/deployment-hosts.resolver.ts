import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { DeploymentHost } from './deployment-host.type.js';

@Resolver(() => DeploymentHost)
export class DeploymentHostsResolver {
  constructor(private readonly runs: RunLoader) {}

  @ResolveField(() => RunType, { nullable: true, description: 'The run.' })
  run(@Parent() { runId }: DeploymentHost, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, runId);
  }
}
