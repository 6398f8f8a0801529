import { Args, Context, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { DeploymentType } from '../../fleet/deployments/deployment.type.js';
import { DeploymentsArgs } from '../../fleet/deployments/deployments.args.js';
import { DeploymentsReadModel } from '../../fleet/deployments/deployments.read-model.js';
import type { RunHost } from '../../fleet/hosts/host.type.js';
import { HostsReadModel } from '../../fleet/hosts/hosts.read-model.js';
import type { PlayType } from '../plays/play.type.js';
import { PlaysReadModel } from '../plays/plays.read-model.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { Deployments, Plays, RunHosts, Runs, TaskResults, Tasks } from '../../graphql/relay/connections.js';
import { runIdFrom } from '../../graphql/relay/global-id.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import type { TaskResultType } from '../results/task-result.type.js';
import { TaskResultsArgs } from '../results/task-results.args.js';
import { TaskResultsReadModel } from '../results/task-results.read-model.js';
import type { TaskType } from '../tasks/task.type.js';
import { TasksReadModel } from '../tasks/tasks.read-model.js';
import { CollectionsLoader } from './collections-loader.js';
import { InstalledCollection } from './installed-collection.type.js';
import { RunSizeLoader } from './run-size-loader.js';
import { RunType } from './run.type.js';
import { RunsArgs } from './runs.args.js';
import { RunsReadModel } from './runs.read-model.js';
import { ServicesOfRunLoader } from './services-of-run-loader.js';

@Resolver(() => RunType)
export class RunsResolver {
  constructor(
    private readonly runsReadModel: RunsReadModel,
    private readonly playsReadModel: PlaysReadModel,
    private readonly tasksReadModel: TasksReadModel,
    private readonly hostsReadModel: HostsReadModel,
    private readonly resultsReadModel: TaskResultsReadModel,
    private readonly deploymentsReadModel: DeploymentsReadModel,
    private readonly collectionsLoader: CollectionsLoader,
    private readonly servicesOfRun: ServicesOfRunLoader,
    private readonly sizes: RunSizeLoader,
  ) {}

  @Query(() => Runs.type, { description: 'Runs, newest first.' })
  runs(@Args() { filter, ...page }: RunsArgs): Promise<Connection<RunType>> {
    return this.runsReadModel.page(filter, page);
  }

  @Query(() => RunType, { nullable: true, description: 'A run by its id or uuid; null when there is none.' })
  async run(@Args('id', { type: () => ID }) id: string): Promise<RunType | null> {
    const uuid = runIdFrom(id);
    return uuid === null ? null : this.runsReadModel.byUuid(uuid);
  }

  @ResolveField(() => [InstalledCollection], {
    nullable: true,
    description:
      'The collections that were installed where Ansible looks, used or not, by name; null when the plugin did not tell.',
  })
  collections(@Parent() run: RunType, @Context() request: object): Promise<InstalledCollection[] | null> {
    return this.collectionsLoader.load(request, run.uuid);
  }

  @ResolveField(() => Plays.type, { description: 'Its plays, in their order.' })
  plays(@Parent() run: RunType, @Args() page: PageArgs, @Context() request: object): Promise<Connection<PlayType>> {
    return this.playsReadModel.pageOfRun(run.uuid, page, request);
  }

  @ResolveField(() => Tasks.type, { description: 'Its tasks and handlers, in their order.' })
  tasks(@Parent() run: RunType, @Args() page: PageArgs): Promise<Connection<TaskType>> {
    return this.tasksReadModel.page(run.uuid, page);
  }

  @ResolveField(() => RunHosts.type, { description: "Ansible's recap host by host, by name." })
  recap(@Parent() run: RunType, @Args() page: PageArgs, @Context() request: object): Promise<Connection<RunHost>> {
    return this.hostsReadModel.hostsOf(run.uuid, page, request);
  }

  @ResolveField(() => [String], { description: 'The services that it deployed, in the order in which it began.' })
  async services(@Parent() run: RunType, @Context() request: object): Promise<string[]> {
    return (await this.servicesOfRun.load(request, run.uuid))?.services ?? [];
  }

  @ResolveField(() => [String], { description: 'The releases that it deployed.' })
  async releases(@Parent() run: RunType, @Context() request: object): Promise<string[]> {
    return (await this.servicesOfRun.load(request, run.uuid))?.releases ?? [];
  }

  @ResolveField(() => Int, { description: 'How many hosts it has worked on.' })
  async hostCount(@Parent() run: RunType, @Context() request: object): Promise<number> {
    return (await this.sizes.load(request, run.uuid))?.hosts ?? 0;
  }

  @ResolveField(() => Int, { description: 'How many tasks and handlers it has begun.' })
  async taskCount(@Parent() run: RunType, @Context() request: object): Promise<number> {
    return (await this.sizes.load(request, run.uuid))?.tasks ?? 0;
  }

  @ResolveField(() => Deployments.type, { description: 'What it did to services.' })
  deployments(
    @Parent() run: RunType,
    @Args() args: DeploymentsArgs,
    @Context() request: object,
  ): Promise<Connection<DeploymentType>> {
    return this.deploymentsReadModel.pageOfRun(run.uuid, args, request);
  }

  @ResolveField(() => TaskResults.type, { description: 'Its task results, as they happened.' })
  results(@Parent() run: RunType, @Args() { filter, ...page }: TaskResultsArgs): Promise<Connection<TaskResultType>> {
    return this.resultsReadModel.pageOfRun(run.uuid, filter, page);
  }
}
