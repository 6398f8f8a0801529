import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { HostType } from '../../fleet/hosts/host.type.js';
import { DurationTrend, DurationTrendArgs } from './duration-trend.type.js';
import { DurationTrendsReadModel } from './duration-trends.read-model.js';

@Resolver(() => HostType)
export class HostDurationsResolver {
  constructor(private readonly readModel: DurationTrendsReadModel) {}

  @ResolveField(() => DurationTrend, { description: 'Durations of the latest deployments of a service on it.' })
  durationTrend(
    @Parent() { name }: HostType,
    @Args('service', { description: 'The service.' }) service: string,
    @Args() trend: DurationTrendArgs,
  ): Promise<DurationTrend> {
    return this.readModel.ofHost(name, service, trend);
  }
}
