import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { ChangeType } from '../changes/change.type.js';
import { ChangeFilter, ChangesArgs } from '../changes/changes.args.js';
import { ChangesReadModel } from '../changes/changes.read-model.js';
import { DeploymentHost } from '../deployments/deployment-host.type.js';
import { DeploymentsReadModel } from '../deployments/deployments.read-model.js';
import { LastDeploymentLoaders } from '../deployments/last-deployment-loaders.js';
import { DurationTrend, DurationTrendArgs } from '../../insight/durations/duration-trend.type.js';
import { DurationTrendsReadModel } from '../../insight/durations/duration-trends.read-model.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { Changes, DeploymentHosts, Hosts, RunHosts, TaskResults } from '../../graphql/relay/connections.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import type { TaskResultType } from '../../run/results/task-result.type.js';
import { TaskResultFilter, TaskResultsArgs } from '../../run/results/task-results.args.js';
import { TaskResultsReadModel } from '../../run/results/task-results.read-model.js';
import { HostType, RunHost } from './host.type.js';
import { HostDeploymentsArgs, HostsArgs } from './hosts.args.js';
import { HostsReadModel } from './hosts.read-model.js';
import { LastRunLoader } from './last-run-loader.js';

@Resolver(() => HostType)
export class HostsResolver {
  constructor(
    private readonly readModel: HostsReadModel,
    private readonly taskResults: TaskResultsReadModel,
    private readonly lastRuns: LastRunLoader,
    private readonly deploymentsReadModel: DeploymentsReadModel,
    private readonly changesReadModel: ChangesReadModel,
    private readonly lastDeployments: LastDeploymentLoaders,
    private readonly durations: DurationTrendsReadModel,
  ) {}

  @Query(() => Hosts.type, { description: 'Hosts, by name.' })
  hosts(@Args() { filter, ...page }: HostsArgs): Promise<Connection<HostType>> {
    return this.readModel.page(filter, page);
  }

  @Query(() => HostType, { nullable: true, description: 'A host by its inventory name; null when no run met it.' })
  host(@Args('name') name: string): Promise<HostType | null> {
    return this.readModel.byName(name);
  }

  @ResolveField(() => RunHosts.type, { description: 'What runs did on it, newest run first.' })
  runs(@Parent() { name }: HostType, @Args() page: PageArgs): Promise<Connection<RunHost>> {
    return this.readModel.runsOf(name, page);
  }

  @ResolveField(() => RunHost, { nullable: true, description: 'What the newest run did on it.' })
  lastRun(@Parent() { name }: HostType, @Context() request: object): Promise<RunHost | null> {
    return this.lastRuns.load(request, name);
  }

  @ResolveField(() => DeploymentHosts.type, { description: 'What was deployed on it, newest first.' })
  deployments(
    @Parent() { name }: HostType,
    @Args() { service, ...page }: HostDeploymentsArgs,
  ): Promise<Connection<DeploymentHost>> {
    return this.deploymentsReadModel.pageOfHost(name, service, page);
  }

  @ResolveField(() => Changes.type, { description: 'What runs changed on it, with who, when and from which commit.' })
  changes(
    @Parent() { name }: HostType,
    @Args() { filter, orderBy, ...page }: ChangesArgs,
  ): Promise<Connection<ChangeType>> {
    const onHost = Object.assign(new ChangeFilter(), filter, { host: name });
    return this.changesReadModel.page(onHost, orderBy, page);
  }

  @ResolveField(() => TaskResults.type, {
    description:
      'Failed and unreachable results on it over all runs, newest first; ignored and rescued ones are marked.',
  })
  failures(
    @Parent() { name }: HostType,
    @Args() { filter, ...page }: TaskResultsArgs,
  ): Promise<Connection<TaskResultType>> {
    return this.taskResults.failuresOfHost(name, filter, page);
  }

  @ResolveField(() => DeploymentHost, {
    nullable: true,
    description: 'The newest real deployment that went well on it.',
  })
  lastGood(@Parent() { name }: HostType, @Context() request: object): Promise<DeploymentHost | null> {
    return this.lastDeployments.ofHosts.good.load(request, name);
  }

  @ResolveField(() => DeploymentHost, {
    nullable: true,
    description: 'The newest real deployment that failed on it, or did not reach it.',
  })
  lastFailed(@Parent() { name }: HostType, @Context() request: object): Promise<DeploymentHost | null> {
    return this.lastDeployments.ofHosts.failed.load(request, name);
  }

  @ResolveField(() => DurationTrend, { description: 'How long the last deployments of a service took on it.' })
  durationTrend(
    @Parent() { name }: HostType,
    @Args('service', { description: 'The service.' }) service: string,
    @Args() trend: DurationTrendArgs,
  ): Promise<DurationTrend> {
    return this.durations.ofHost(name, service, trend);
  }

  @ResolveField(() => TaskResults.type, {
    description: 'Its task results over all runs, as `taskResults` orders them.',
  })
  results(
    @Parent() { name }: HostType,
    @Args() { filter, ...page }: TaskResultsArgs,
  ): Promise<Connection<TaskResultType>> {
    return this.taskResults.page(Object.assign(new TaskResultFilter(), filter, { host: name }), page);
  }
}
