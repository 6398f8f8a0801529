import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { FailureGroupRun } from './failure-group.type.js';

@Resolver(() => FailureGroupRun)
export class FailureGroupRunsResolver {
  constructor(private readonly runs: RunLoader) {}

  @ResolveField(() => RunType, { nullable: true, description: 'The run.' })
  run(@Parent() { runId }: FailureGroupRun, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, runId);
  }
}
