import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { DriftArgs } from './drift.args.js';
import { DriftReadModel } from './drift.read-model.js';
import { DriftedTask, DriftedTasks } from './drifted-task.type.js';

@Resolver(() => DriftedTask)
export class DriftResolver {
  constructor(
    private readonly readModel: DriftReadModel,
    private readonly runs: RunLoader,
  ) {}

  @Query(() => DriftedTasks.type, {
    description:
      'Tasks of real runs that changed something although their inputs had not changed, newest first. ' +
      'Available when the run has ended.',
  })
  drift(@Args() { filter, ...page }: DriftArgs): Promise<Connection<DriftedTask>> {
    return this.readModel.page(filter, page);
  }

  @ResolveField(() => RunType, { description: 'The run that found it.' })
  run(@Parent() { runId }: DriftedTask, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, runId);
  }
}
