import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Requires } from '../../gate/permissions/access-guard.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { fingerprintFrom } from '../../graphql/relay/global-id.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { TaskResults, type TaskResultType } from '../../run/results/task-result.type.js';
import { TaskResultsReadModel } from '../../run/results/task-results.read-model.js';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { FailureGroupCommands } from './failure-group-commands.js';
import {
  FailureGroup,
  type FailureGroupHost,
  FailureGroupHosts,
  FailureGroupPayload,
  type FailureGroupRun,
  FailureGroupRuns,
  FailureGroups,
  type FailureNote,
  FailureNotes,
  FailureStatistics,
} from './failure-group.type.js';
import {
  AnnotateFailureGroupArgs,
  FailureGroupActArgs,
  FailureGroupsArgs,
  FailureStatisticsArgs,
} from './failure-groups.args.js';
import { FailureGroupsReadModel } from './failure-groups.read-model.js';
import { FailureStatisticsReadModel } from './failure-statistics.read-model.js';
import { GroupServicesLoader } from './group-services-loader.js';

const WEEK_MS = 7 * 86_400_000;

@Resolver(() => FailureGroup)
export class FailureGroupsResolver {
  constructor(
    private readonly readModel: FailureGroupsReadModel,
    private readonly taskResults: TaskResultsReadModel,
    private readonly runLoader: RunLoader,
    private readonly servicesLoader: GroupServicesLoader,
    private readonly statistics: FailureStatisticsReadModel,
    private readonly acts: FailureGroupCommands,
  ) {}

  @Query(() => FailureGroups.type, { description: 'Groups of failures with one cause in all runs.' })
  failureGroups(@Args() { filter, orderBy, ...page }: FailureGroupsArgs): Promise<Connection<FailureGroup>> {
    return this.readModel.page(filter, orderBy, page);
  }

  @Query(() => FailureGroup, {
    nullable: true,
    description: 'A group of failures by its id or fingerprint; null if it does not exist.',
  })
  async failureGroup(@Args('id', { type: () => ID }) id: string): Promise<FailureGroup | null> {
    const fingerprint = fingerprintFrom(id);
    return fingerprint === null ? null : this.readModel.byFingerprint(fingerprint);
  }

  @Query(() => FailureStatistics, { description: 'Number of failures in a period, and how many of them were known.' })
  failureStatistics(@Args() args: FailureStatisticsArgs): Promise<FailureStatistics> {
    const until = args.until ?? new Date();
    return this.statistics.of(args.since ?? new Date(until.getTime() - WEEK_MS), until);
  }

  @Requires('operate')
  @Mutation(() => FailureGroupPayload, {
    description: 'Marks a group as resolved; if a run that starts later has it, it is regressed. For operators.',
  })
  resolveFailureGroup(@Args() { id, note }: FailureGroupActArgs): Promise<FailureGroupPayload> {
    return this.acts.resolve(id, note ?? null);
  }

  @Requires('operate')
  @Mutation(() => FailureGroupPayload, { description: 'Reopens a resolved group. For operators.' })
  reopenFailureGroup(@Args() { id, note }: FailureGroupActArgs): Promise<FailureGroupPayload> {
    return this.acts.reopen(id, note ?? null);
  }

  @Requires('operate')
  @Mutation(() => FailureGroupPayload, { description: 'Adds a note to a group. For operators.' })
  annotateFailureGroup(@Args() { id, text }: AnnotateFailureGroupArgs): Promise<FailureGroupPayload> {
    return this.acts.annotate(id, text);
  }

  @ResolveField(() => TaskResults.type, { description: 'Its failures, newest first.' })
  failures(@Parent() { fingerprint }: FailureGroup, @Args() page: PageArgs): Promise<Connection<TaskResultType>> {
    return this.taskResults.failuresOfGroup(fingerprint, page);
  }

  @ResolveField(() => FailureGroupHosts.type, { description: 'The affected hosts, by name.' })
  hosts(
    @Parent() { fingerprint }: FailureGroup,
    @Args() page: PageArgs,
    @Context() context: object,
  ): Promise<Connection<FailureGroupHost>> {
    return this.readModel.hostsOf(fingerprint, page, context);
  }

  @ResolveField(() => [String], {
    description:
      'The affected services, by name: those of its tasks, and those that missed a host because it was lost by such ' +
      'a failure.',
  })
  async services(@Parent() { fingerprint }: FailureGroup, @Context() context: object): Promise<string[]> {
    return (await this.servicesLoader.load(context, fingerprint))?.services ?? [];
  }

  @ResolveField(() => [String], {
    description: 'The releases of these services at the time of the failures.',
  })
  async releases(@Parent() { fingerprint }: FailureGroup, @Context() context: object): Promise<string[]> {
    return (await this.servicesLoader.load(context, fingerprint))?.releases ?? [];
  }

  @ResolveField(() => Int, { description: 'Number of affected hosts.' })
  async hostCount(@Parent() { fingerprint }: FailureGroup, @Context() context: object): Promise<number> {
    return (await this.servicesLoader.load(context, fingerprint))?.hostCount ?? 0;
  }

  @ResolveField(() => [String], { description: 'The first five affected hosts, by name.' })
  async hostNames(@Parent() { fingerprint }: FailureGroup, @Context() context: object): Promise<string[]> {
    return (await this.servicesLoader.load(context, fingerprint))?.hostNames ?? [];
  }

  @ResolveField(() => FailureGroupRuns.type, { description: 'The runs in which it was seen, newest first.' })
  runs(@Parent() { fingerprint }: FailureGroup, @Args() page: PageArgs): Promise<Connection<FailureGroupRun>> {
    return this.readModel.runsOf(fingerprint, page);
  }

  @ResolveField(() => FailureNotes.type, { description: 'Notes, resolutions and reopenings, oldest first.' })
  notes(@Parent() { fingerprint }: FailureGroup, @Args() page: PageArgs): Promise<Connection<FailureNote>> {
    return this.readModel.notesOf(fingerprint, page);
  }

  @ResolveField(() => RunType, { nullable: true, description: 'The first run in which it was seen.' })
  firstRun(@Parent() { firstRunId }: FailureGroup, @Context() context: object): Promise<RunType | null> | null {
    return firstRunId === null ? null : this.runLoader.load(context, firstRunId);
  }

  @ResolveField(() => RunType, { nullable: true, description: 'The latest run in which it was seen.' })
  lastRun(@Parent() { lastRunId }: FailureGroup, @Context() context: object): Promise<RunType | null> | null {
    return lastRunId === null ? null : this.runLoader.load(context, lastRunId);
  }
}
