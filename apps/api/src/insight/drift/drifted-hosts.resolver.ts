import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { DriftedHost } from './drifted-task.type.js';

@Resolver(() => DriftedHost)
export class DriftedHostsResolver {
  constructor(private readonly runs: RunLoader) {}

  @ResolveField(() => RunType, { description: 'The previous run of the task there, with the same inputs.' })
  previousRun(@Parent() { previousRunId }: DriftedHost, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, previousRunId);
  }
}
