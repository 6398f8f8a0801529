import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DurationStatistics, RunStatistics, StatisticsPoint } from './statistics.type.js';

const DURATION = {
  nullable: true,
  description: 'Their durations, read from the runs themselves when requested; null if unknown.',
};

/** Durations over the whole time of a series. */
@Resolver(() => RunStatistics)
export class TotalDurationResolver {
  @ResolveField(() => DurationStatistics, DURATION)
  duration(@Parent() total: RunStatistics): Promise<DurationStatistics | null> {
    return total.readDuration();
  }
}

/** Durations in one interval of a series. */
@Resolver(() => StatisticsPoint)
export class PointDurationResolver {
  @ResolveField(() => DurationStatistics, DURATION)
  duration(@Parent() point: StatisticsPoint): Promise<DurationStatistics | null> {
    return point.readDuration();
  }
}
