import { Args, Context, Float, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { pageOf, type Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { CollectionsLoader } from '../runs/collections-loader.js';
import { compareCollections } from './compare-collections.js';
import { compareFacts } from './compare-facts.js';
import { isBroken, type ResultPairOfTask } from './compare-tasks.js';
import { ComparisonsReadModel } from './comparisons.read-model.js';
import {
  type ChangedCollection,
  ChangedCollections,
  ChangedFact,
  type ChangedImage,
  ChangedImages,
  ChangedInput,
  ChangedInputs,
  type ComparedHost,
  ComparedHosts,
  DifferenceCounts,
  type LoneTask,
  LoneTasks,
  type ResultPair,
  RunComparison,
  type TaskDurationChange,
  TaskDurationChanges,
  TurnedResult,
  TurnedResults,
} from './run-comparison.type.js';

/** What two runs differ in, list by list. */
@Resolver(() => RunComparison)
export class RunComparisonsResolver {
  constructor(
    private readonly comparisons: ComparisonsReadModel,
    private readonly collectionsLoader: CollectionsLoader,
  ) {}

  @ResolveField(() => [ChangedFact], { description: 'Differences in how they were started.' })
  async changedFacts(@Parent() { before, after }: RunComparison): Promise<ChangedFact[]> {
    const origins = await this.comparisons.originsOf(before.uuid, after.uuid);
    return compareFacts(before, origins.get(before.uuid), after, origins.get(after.uuid));
  }

  @ResolveField(() => ChangedCollections.type, {
    nullable: true,
    description:
      'Collections that differ or are installed in only one of the runs, by name; null if the collections of a ' +
      'run are unknown.',
  })
  async collections(
    @Parent() { before, after }: RunComparison,
    @Args() page: PageArgs,
    @Context() request: object,
  ): Promise<Connection<ChangedCollection> | null> {
    const [earlier, later] = await Promise.all([
      this.collectionsLoader.load(request, before.uuid),
      this.collectionsLoader.load(request, after.uuid),
    ]);
    if (earlier === null || later === null) return null;
    return pageOf(compareCollections(earlier, later), page, (collection) => collection);
  }

  @ResolveField(() => Float, {
    description: 'Difference in duration in seconds; negative if the later run was faster.',
  })
  durationDifference(@Parent() { before, after }: RunComparison): number {
    return after.duration - before.duration;
  }

  @ResolveField(() => [String], { description: 'Names of plays that ran tasks only in the earlier run.' })
  async playsOnlyBefore(@Parent() { parts }: RunComparison): Promise<string[]> {
    return (await parts.tasks()).playsOnlyBefore;
  }

  @ResolveField(() => [String], { description: 'Names of plays that ran tasks only in the later run.' })
  async playsOnlyAfter(@Parent() { parts }: RunComparison): Promise<string[]> {
    return (await parts.tasks()).playsOnlyAfter;
  }

  @ResolveField(() => ComparedHosts.type, {
    description: 'Hosts with another outcome, or in only one of the runs, by name.',
  })
  async hosts(@Parent() { parts }: RunComparison, @Args() page: PageArgs): Promise<Connection<ComparedHost>> {
    return pageOf(await parts.hosts(), page, (host) => host);
  }

  @ResolveField(() => ChangedImages.type, {
    description: 'Containers of both runs whose images differ, by service, host and name.',
  })
  async images(@Parent() { parts }: RunComparison, @Args() page: PageArgs): Promise<Connection<ChangedImage>> {
    return pageOf(await parts.images(), page, (image) => image);
  }

  @ResolveField(() => DifferenceCounts, { description: 'Number of results with another status.' })
  async differences(@Parent() { parts }: RunComparison): Promise<DifferenceCounts> {
    const { turned } = await parts.tasks();
    return {
      turned: turned.length,
      broken: turned.filter(({ before, after }) => isBroken(after) && !isBroken(before)).length,
      mended: turned.filter(({ before, after }) => isBroken(before) && !isBroken(after)).length,
    };
  }

  @ResolveField(() => TurnedResults.type, {
    description:
      'Tasks with another status on a host than before: newly failed ones first, then recovered ones, then the ' +
      'rest, each in the order of the later run.',
  })
  async turned(@Parent() comparison: RunComparison, @Args() page: PageArgs): Promise<Connection<TurnedResult>> {
    const { turned } = await comparison.parts.tasks();
    return pairs(comparison, turned, TurnedResult, page);
  }

  @ResolveField(() => ChangedInputs.type, {
    description:
      'Tasks whose module arguments on a host differ, whatever their outcome, in the order of the later run. ' +
      'Redacted values and tasks without known arguments count as unchanged.',
  })
  async changedInputs(@Parent() comparison: RunComparison, @Args() page: PageArgs): Promise<Connection<ChangedInput>> {
    return pairs(comparison, await comparison.parts.inputs(), ChangedInput, page);
  }

  @ResolveField(() => LoneTasks.type, {
    description: 'Tasks that only the earlier run reached, in its order.',
  })
  onlyBefore(@Parent() comparison: RunComparison, @Args() page: PageArgs): Promise<Connection<LoneTask>> {
    return lone(comparison, 'onlyBefore', page);
  }

  @ResolveField(() => LoneTasks.type, {
    description: 'Tasks that only the later run reached, in its order.',
  })
  onlyAfter(@Parent() comparison: RunComparison, @Args() page: PageArgs): Promise<Connection<LoneTask>> {
    return lone(comparison, 'onlyAfter', page);
  }

  @ResolveField(() => TaskDurationChanges.type, {
    description: 'Durations of the tasks of both runs, greatest difference first.',
  })
  async durations(@Parent() { parts }: RunComparison, @Args() page: PageArgs): Promise<Connection<TaskDurationChange>> {
    const { durations } = await parts.tasks();
    return pageOf(durations, page, ({ task, before, after }) => ({
      task,
      before,
      after,
      difference: after - before,
    }));
  }
}

async function pairs<Pair extends ResultPair>(
  { before, after, parts }: RunComparison,
  all: readonly ResultPairOfTask[],
  pairType: new () => Pair,
  page: PageArgs,
): Promise<Connection<Pair>> {
  const names = await parts.hostNames();
  return pageOf(all, page, ({ task, hostId, ...results }) =>
    Object.assign(new pairType(), {
      task,
      hostName: names.get(hostId) ?? '',
      keyBefore: { runId: before.uuid, seq: results.before.seq },
      keyAfter: { runId: after.uuid, seq: results.after.seq },
    }),
  );
}

async function lone(
  { parts }: RunComparison,
  list: 'onlyBefore' | 'onlyAfter',
  page: PageArgs,
): Promise<Connection<LoneTask>> {
  const [tasks, names] = await Promise.all([parts.tasks(), parts.hostNames()]);
  return pageOf(tasks[list], page, ({ task, hostIds, everywhere }) => ({
    task,
    hostNames: hostIds.map((id) => names.get(id) ?? '').sort(),
    everywhere,
  }));
}
