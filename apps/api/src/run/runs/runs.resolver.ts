import { Args, Context, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { runIdFrom } from '../../graphql/relay/global-id.js';
import { CollectionsLoader } from './collections-loader.js';
import { InstalledCollection } from './installed-collection.type.js';
import { RunSizeLoader } from './run-size-loader.js';
import { Runs, RunType } from './run.type.js';
import { RunsArgs } from './runs.args.js';
import { RunsReadModel } from './runs.read-model.js';
import { RunTrouble } from './run-trouble.type.js';
import { ServicesOfRunLoader } from './services-of-run-loader.js';
import { TroublesOfRunLoader } from './troubles-of-run-loader.js';

@Resolver(() => RunType)
export class RunsResolver {
  constructor(
    private readonly runsReadModel: RunsReadModel,
    private readonly collectionsLoader: CollectionsLoader,
    private readonly servicesOfRun: ServicesOfRunLoader,
    private readonly sizes: RunSizeLoader,
    private readonly troublesOfRun: TroublesOfRunLoader,
  ) {}

  @Query(() => Runs.type, { description: 'Runs, newest first.' })
  runs(@Args() { filter, ...page }: RunsArgs): Promise<Connection<RunType>> {
    return this.runsReadModel.page(filter, page);
  }

  @Query(() => RunType, { nullable: true, description: 'A run by its id or uuid; null if it does not exist.' })
  async run(@Args('id', { type: () => ID }) id: string): Promise<RunType | null> {
    const uuid = runIdFrom(id);
    return uuid === null ? null : this.runsReadModel.byUuid(uuid);
  }

  @ResolveField(() => [InstalledCollection], {
    nullable: true,
    description:
      "The collections in Ansible's collection paths, used or not, by name; null if the plugin did not report " +
      'them.',
  })
  collections(@Parent() run: RunType, @Context() request: object): Promise<InstalledCollection[] | null> {
    return this.collectionsLoader.load(request, run.uuid);
  }

  @ResolveField(() => [String], { description: 'The deployed services, in the order in which it started them.' })
  async services(@Parent() run: RunType, @Context() request: object): Promise<string[]> {
    return (await this.servicesOfRun.load(request, run.uuid))?.services ?? [];
  }

  @ResolveField(() => [String], { description: 'The deployed releases.' })
  async releases(@Parent() run: RunType, @Context() request: object): Promise<string[]> {
    return (await this.servicesOfRun.load(request, run.uuid))?.releases ?? [];
  }

  @ResolveField(() => [RunTrouble], {
    description: 'What the server could not do with it at its last try; empty if all is well.',
  })
  async troubles(@Parent() run: RunType, @Context() request: object): Promise<RunTrouble[]> {
    return (await this.troublesOfRun.load(request, run.uuid)) ?? [];
  }

  @ResolveField(() => Int, { description: 'Number of hosts it has worked on.' })
  async hostCount(@Parent() run: RunType, @Context() request: object): Promise<number> {
    return (await this.sizes.load(request, run.uuid))?.hosts ?? 0;
  }

  @ResolveField(() => Int, { description: 'Number of tasks and handlers it has started.' })
  async taskCount(@Parent() run: RunType, @Context() request: object): Promise<number> {
    return (await this.sizes.load(request, run.uuid))?.tasks ?? 0;
  }
}
