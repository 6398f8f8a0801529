import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType({ description: 'Durations of runs in seconds.' })
export class DurationStatistics {
  @Field(() => Float, { description: 'Median.' })
  median!: number;

  @Field(() => Float, { description: '95th percentile.' })
  p95!: number;

  @Field(() => Float, { description: 'Arithmetic mean.' })
  mean!: number;
}

@ObjectType({ description: 'Counts of runs that have ended.' })
export class RunStatistics {
  @Field(() => Int, { description: 'Runs.' })
  runs!: number;

  @Field(() => Int, { description: 'Runs that completed without a failure counted here.' })
  completed!: number;

  @Field(() => Int, { description: 'Runs with an unhandled failure or an unreachable host.' })
  failed!: number;

  @Field(() => Int, { description: 'Interrupted runs.' })
  interrupted!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Fraction of the runs that completed, from 0 to 1; null without runs.',
  })
  successRate!: number | null;

  @Field(() => Float, { description: 'Failed and unreachable results that were neither ignored nor rescued.' })
  failures!: number;

  @Field(() => Float, { description: 'Changed results.' })
  changed!: number;

  /** Reads them for all series of a page, once, and only if somebody selects them. */
  readDuration!: () => Promise<DurationStatistics | null>;
}

@ObjectType({ description: 'The runs of one interval.' })
export class StatisticsPoint extends RunStatistics {
  @Field(() => DateTimeScalar, { description: 'Start of the interval.' })
  start!: Date;
}

@ObjectType({ description: 'The runs of one service, action, host or environment over time.' })
export class StatisticsSeries {
  @Field(() => String, { nullable: true, description: 'Its name; null for runs for which it is unknown.' })
  name!: string | null;

  /** Over the whole time. `withDuration`: reads how long they took meanwhile, for it will be asked for. */
  readTotal!: (withDuration: boolean) => Promise<RunStatistics>;

  /** Its points, interval by interval. */
  allPoints!: () => Promise<StatisticsPoint[]>;
}

export const StatisticsSeriesList = connectionOf(StatisticsSeries);
