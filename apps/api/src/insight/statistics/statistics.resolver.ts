import { Args, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { isSelected } from '../../graphql/fields/is-selected.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { periodOf } from './period.js';
import { StatisticsArgs } from './statistics.args.js';
import { StatisticsReadModel } from './statistics.read-model.js';
import { RunStatistics, StatisticsPoint, StatisticsSeries, StatisticsSeriesList } from './statistics.type.js';

@Resolver(() => StatisticsSeries)
export class StatisticsResolver {
  constructor(private readonly readModel: StatisticsReadModel) {}

  @Query(() => StatisticsSeriesList.type, {
    description:
      'Runs over time, by the day on which they started: their number, outcomes, changes and durations. One ' +
      'series for each service, action, host or environment, the one with the most runs first.',
  })
  statistics(
    @Args() { by, interval, since, until, filter, ...page }: StatisticsArgs,
  ): Promise<Connection<StatisticsSeries>> {
    const period = periodOf(interval, since, until, new Date());
    return this.readModel.page({ by, interval, period, filter: filter ?? null }, page);
  }

  @ResolveField(() => RunStatistics, { description: 'Over the whole period.' })
  total(@Parent() series: StatisticsSeries, @Info() info: GraphQLResolveInfo): Promise<RunStatistics> {
    return series.readTotal(isSelected(info, 'duration'));
  }

  @ResolveField(() => [StatisticsPoint], {
    description: 'The intervals, oldest first; intervals without runs are left out.',
  })
  points(@Parent() series: StatisticsSeries): Promise<StatisticsPoint[]> {
    return series.allPoints();
  }
}
