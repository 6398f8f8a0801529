import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { UnfinishedDeployment } from './unfinished-deployment.type.js';

@Resolver(() => UnfinishedDeployment)
export class UnfinishedDeploymentResolver {
  constructor(private readonly runs: RunLoader) {}

  @ResolveField(() => RunType, { nullable: true, description: 'Its run.' })
  run(@Parent() { runId }: UnfinishedDeployment, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, runId);
  }
}
