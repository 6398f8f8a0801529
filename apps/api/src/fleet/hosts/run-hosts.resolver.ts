import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { RunHost } from './host.type.js';

@Resolver(() => RunHost)
export class RunHostsResolver {
  constructor(private readonly runs: RunLoader) {}

  @ResolveField(() => RunType, { description: 'The run.' })
  run(@Parent() { runId }: RunHost, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, runId);
  }
}
