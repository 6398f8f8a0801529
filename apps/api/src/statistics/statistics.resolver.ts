import { Args, Query, Resolver } from '@nestjs/graphql';
import { pageOf, type Connection } from '../relay/connection.js';
import { StatisticsSeriesList } from '../relay/connections.js';
import { periodOf } from './period.js';
import { durationKey, seriesOf } from './series-of.js';
import { StatisticsArgs } from './statistics.args.js';
import { StatisticsReadModel } from './statistics.read-model.js';
import type { DurationStatistics, StatisticsSeries } from './statistics.type.js';

@Resolver()
export class StatisticsResolver {
  constructor(private readonly readModel: StatisticsReadModel) {}

  @Query(() => StatisticsSeriesList.type, {
    description:
      'Runs over time, by the day on which they started: how many there were, how they ended, what they changed and how long they took. A series for each service, action, host or environment, the one with most runs first.',
  })
  async statistics(
    @Args() { by, interval, since, until, filter, ...page }: StatisticsArgs,
  ): Promise<Connection<StatisticsSeries>> {
    const question = { by, interval, period: periodOf(interval, since, until, new Date()), filter: filter ?? null };
    let reading: Promise<ReadonlyMap<string, DurationStatistics>> | null = null;
    const read = async () => {
      const rows = await this.readModel.durations(question);
      return new Map(rows.map(({ name, start, ...durations }) => [durationKey(name, start), durations]));
    };
    const series = seriesOf(await this.readModel.counts(question), () => (reading ??= read()));
    return pageOf(series, page, (each) => each);
  }
}
