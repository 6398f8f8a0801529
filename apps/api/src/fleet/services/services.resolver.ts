import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { ChangeType } from '../changes/change.type.js';
import { ChangeFilter, ChangesArgs } from '../changes/changes.args.js';
import { ChangesReadModel } from '../changes/changes.read-model.js';
import { DeploymentType } from '../deployments/deployment.type.js';
import { DeploymentFilter, DeploymentsArgs } from '../deployments/deployments.args.js';
import { DeploymentsReadModel } from '../deployments/deployments.read-model.js';
import { LastDeploymentLoaders } from '../deployments/last-deployment-loaders.js';
import { DurationTrend, DurationTrendArgs } from '../../insight/durations/duration-trend.type.js';
import { DurationTrendsReadModel } from '../../insight/durations/duration-trends.read-model.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { Changes, Deployments, Services, TaskResults } from '../../graphql/relay/connections.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import type { TaskResultType } from '../../run/results/task-result.type.js';
import { TaskResultsArgs } from '../../run/results/task-results.args.js';
import { TaskResultsReadModel } from '../../run/results/task-results.read-model.js';
import { ServiceType } from './service.type.js';
import { ServicesReadModel } from './services.read-model.js';

@Resolver(() => ServiceType)
export class ServicesResolver {
  constructor(
    private readonly readModel: ServicesReadModel,
    private readonly deploymentsReadModel: DeploymentsReadModel,
    private readonly changesReadModel: ChangesReadModel,
    private readonly taskResults: TaskResultsReadModel,
    private readonly lastDeployments: LastDeploymentLoaders,
    private readonly durations: DurationTrendsReadModel,
  ) {}

  @Query(() => Services.type, { description: 'Services that were ever deployed, by name.' })
  services(@Args() page: PageArgs): Promise<Connection<ServiceType>> {
    return this.readModel.page(page);
  }

  @Query(() => ServiceType, { nullable: true, description: 'A service by its name; null when no run deployed it.' })
  service(@Args('name') name: string): Promise<ServiceType | null> {
    return this.readModel.byName(name);
  }

  @ResolveField(() => Deployments.type, { description: 'Its deployments over all runs.' })
  deployments(
    @Parent() { name }: ServiceType,
    @Args() { filter, orderBy, ...page }: DeploymentsArgs,
  ): Promise<Connection<DeploymentType>> {
    const ofService = Object.assign(new DeploymentFilter(), filter, { service: name });
    return this.deploymentsReadModel.page(ofService, orderBy, page);
  }

  @ResolveField(() => Changes.type, { description: 'What runs changed for it, with who, when and from which commit.' })
  changes(
    @Parent() { name }: ServiceType,
    @Args() { filter, orderBy, ...page }: ChangesArgs,
  ): Promise<Connection<ChangeType>> {
    const ofService = Object.assign(new ChangeFilter(), filter, { service: name });
    return this.changesReadModel.page(ofService, orderBy, page);
  }

  @ResolveField(() => TaskResults.type, {
    description: 'Its failed and unreachable results over all runs, newest first; ignored and rescued ones are marked.',
  })
  failures(
    @Parent() { name }: ServiceType,
    @Args() { filter, ...page }: TaskResultsArgs,
  ): Promise<Connection<TaskResultType>> {
    return this.taskResults.failuresOfService(name, filter, page);
  }

  @ResolveField(() => DeploymentType, { nullable: true, description: 'Its newest real deployment that completed.' })
  lastGood(@Parent() { name }: ServiceType, @Context() request: object): Promise<DeploymentType | null> {
    return this.lastDeployments.ofServices.good.load(request, name);
  }

  @ResolveField(() => DeploymentType, { nullable: true, description: 'Its newest real deployment that failed.' })
  lastFailed(@Parent() { name }: ServiceType, @Context() request: object): Promise<DeploymentType | null> {
    return this.lastDeployments.ofServices.failed.load(request, name);
  }

  @ResolveField(() => DurationTrend, { description: 'How long its last deployments took.' })
  durationTrend(@Parent() { name }: ServiceType, @Args() trend: DurationTrendArgs): Promise<DurationTrend> {
    return this.durations.ofService(name, trend);
  }
}
