import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DurationStatistics, RunStatistics, StatisticsPoint } from './statistics.type.js';

const DURATION = {
  nullable: true,
  description: 'How long they took; read from the runs themselves when it is asked for. null when nothing tells it.',
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
