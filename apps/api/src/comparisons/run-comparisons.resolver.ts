import { Args, Float, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { pageOf, type Connection } from '../relay/connection.js';
import { ChangedImages, ComparedHosts, LoneTasks, TaskDurationChanges, TurnedResults } from '../relay/connections.js';
import { PageArgs } from '../relay/page-args.js';
import { compareFacts } from './compare-facts.js';
import { isBroken } from './compare-tasks.js';
import { ComparisonsReadModel } from './comparisons.read-model.js';
import {
  ChangedFact,
  DifferenceCounts,
  RunComparison,
  TurnedResult,
  type ChangedImage,
  type ComparedHost,
  type LoneTask,
  type TaskDurationChange,
} from './run-comparison.type.js';

/** What two runs differ in, list by list. */
@Resolver(() => RunComparison)
export class RunComparisonsResolver {
  constructor(private readonly comparisons: ComparisonsReadModel) {}

  @ResolveField(() => [ChangedFact], { description: 'What they were started with, where it differs.' })
  async changedFacts(@Parent() { before, after }: RunComparison): Promise<ChangedFact[]> {
    const origins = await this.comparisons.originsOf(before.uuid, after.uuid);
    return compareFacts(before, origins.get(before.uuid), after, origins.get(after.uuid));
  }

  @ResolveField(() => Float, { description: 'Seconds that the later run took longer; negative when it was faster.' })
  durationDifference(@Parent() { before, after }: RunComparison): number {
    return after.duration - before.duration;
  }

  @ResolveField(() => [String], { description: 'Names of plays that worked in the earlier run only.' })
  async playsOnlyBefore(@Parent() { parts }: RunComparison): Promise<string[]> {
    return (await parts.tasks()).playsOnlyBefore;
  }

  @ResolveField(() => [String], { description: 'Names of plays that worked in the later run only.' })
  async playsOnlyAfter(@Parent() { parts }: RunComparison): Promise<string[]> {
    return (await parts.tasks()).playsOnlyAfter;
  }

  @ResolveField(() => ComparedHosts.type, {
    description: 'Hosts that ended otherwise, or that only one of the runs had; by name.',
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

  @ResolveField(() => DifferenceCounts, { description: 'How many results turned, and which way.' })
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
      'Tasks that had another outcome on a host than before: what is broken now first, then what was broken, then the rest; each in the order of the later run.',
  })
  async turned(@Parent() comparison: RunComparison, @Args() page: PageArgs): Promise<Connection<TurnedResult>> {
    const { before, after, parts } = comparison;
    const [{ turned }, names] = await Promise.all([parts.tasks(), parts.hostNames()]);
    return pageOf(turned, page, ({ task, hostId, ...results }) =>
      Object.assign(new TurnedResult(), {
        task,
        hostName: names.get(hostId) ?? '',
        keyBefore: { runId: before.uuid, seq: results.before.seq },
        keyAfter: { runId: after.uuid, seq: results.after.seq },
      }),
    );
  }

  @ResolveField(() => LoneTasks.type, {
    description: 'Tasks that only the earlier run came to, in its order.',
  })
  onlyBefore(@Parent() comparison: RunComparison, @Args() page: PageArgs): Promise<Connection<LoneTask>> {
    return lone(comparison, 'onlyBefore', page);
  }

  @ResolveField(() => LoneTasks.type, {
    description: 'Tasks that only the later run came to, in its order.',
  })
  onlyAfter(@Parent() comparison: RunComparison, @Args() page: PageArgs): Promise<Connection<LoneTask>> {
    return lone(comparison, 'onlyAfter', page);
  }

  @ResolveField(() => TaskDurationChanges.type, {
    description: 'How long the tasks of both runs took, the greatest difference first.',
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
