import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ServiceType } from '../../fleet/services/service.type.js';
import { DurationTrend, DurationTrendArgs } from './duration-trend.type.js';
import { DurationTrendsReadModel } from './duration-trends.read-model.js';

@Resolver(() => ServiceType)
export class ServiceDurationsResolver {
  constructor(private readonly readModel: DurationTrendsReadModel) {}

  @ResolveField(() => DurationTrend, { description: 'Durations of its latest deployments.' })
  durationTrend(@Parent() { name }: ServiceType, @Args() trend: DurationTrendArgs): Promise<DurationTrend> {
    return this.readModel.ofService(name, trend);
  }
}
