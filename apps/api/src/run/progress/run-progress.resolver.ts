import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RunLoader } from '../runs/run-loader.js';
import { RunStatus, RunType } from '../runs/run.type.js';
import { RunProgressLoader } from './run-progress-loader.js';
import { RunProgress } from './run-progress.type.js';

@Resolver(() => RunType)
export class ProgressOfRunResolver {
  constructor(private readonly progress: RunProgressLoader) {}

  @ResolveField(() => RunProgress, {
    nullable: true,
    name: 'progress',
    description: 'Its progress; null if it has ended, or if no comparable run has completed.',
  })
  progressOf(@Parent() run: RunType, @Context() request: object): Promise<RunProgress | null> | null {
    return run.status === RunStatus.running ? this.progress.load(request, run.uuid) : null;
  }
}

@Resolver(() => RunProgress)
export class RunProgressResolver {
  constructor(private readonly runs: RunLoader) {}

  @ResolveField(() => RunType, { nullable: true, description: 'The comparable run.' })
  similarRun(@Parent() { similarRunId }: RunProgress, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, similarRunId);
  }
}
