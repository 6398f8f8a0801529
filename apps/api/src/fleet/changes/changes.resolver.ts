import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { ChangeCount } from './change-count.type.js';
import { ChangeCountsArgs } from './change-counts.args.js';
import { ChangeCountsReadModel } from './change-counts.read-model.js';
import { Changes, ChangeType } from './change.type.js';
import { ChangesArgs, DroppedChangesArgs } from './changes.args.js';
import { ChangesReadModel } from './changes.read-model.js';
import { DroppedChangesReadModel } from './dropped-changes.read-model.js';
import { DroppedChanges } from './dropped-changes.type.js';

@Resolver(() => ChangeType)
export class ChangesResolver {
  constructor(
    private readonly readModel: ChangesReadModel,
    private readonly countsReadModel: ChangeCountsReadModel,
    private readonly droppedReadModel: DroppedChangesReadModel,
    private readonly runs: RunLoader,
  ) {}

  @Query(() => Changes.type, {
    description: 'All changed task results, with operator, time, commit, and the diff or the reason there is none.',
  })
  changes(@Args() { filter, orderBy, ...page }: ChangesArgs): Promise<Connection<ChangeType>> {
    return this.readModel.page(filter, orderBy, page);
  }

  @Query(() => [ChangeCount], { description: 'Number of changes by day, service, host, operator, ...' })
  changeCounts(@Args() args: ChangeCountsArgs): Promise<ChangeCount[]> {
    return this.countsReadModel.counts(args);
  }

  @Query(() => DroppedChanges, {
    nullable: true,
    description:
      'What `changes` with this filter no longer lists because retention removed it; `changeCounts` still ' +
      'counts it. null if nothing.',
  })
  droppedChanges(@Args() { filter }: DroppedChangesArgs): Promise<DroppedChanges | null> {
    return this.droppedReadModel.find(filter);
  }

  @ResolveField(() => RunType, { description: 'The run that changed it.' })
  run(@Parent() { runId }: ChangeType, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, runId);
  }
}
