import { Field, Float, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';

@ObjectType({ description: 'How long runs took, in seconds.' })
export class DurationStatistics {
  @Field(() => Float, { description: 'Half of them took no longer.' })
  median!: number;

  @Field(() => Float, { description: '95 of 100 took no longer.' })
  p95!: number;

  @Field(() => Float, { description: 'Their arithmetic mean.' })
  mean!: number;
}

@ObjectType({ description: 'Runs that have ended, counted.' })
export class RunStatistics {
  @Field(() => Int, { description: 'Runs.' })
  runs!: number;

  @Field(() => Int, { description: 'Those that ended without a failure, as far as they are counted here.' })
  completed!: number;

  @Field(() => Int, { description: 'Those with a failure that nothing took care of, or a host out of reach.' })
  failed!: number;

  @Field(() => Int, { description: 'Those that were broken off.' })
  interrupted!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Part of the runs that completed, from 0 to 1; null without runs.',
  })
  successRate!: number | null;

  @Field(() => Float, { description: 'Failed and unreachable results that nothing took care of.' })
  failures!: number;

  @Field(() => Float, { description: 'Changed results.' })
  changed!: number;

  /** Reads them for all series of a page, once, and only if somebody selects them. */
  readDuration!: () => Promise<DurationStatistics | null>;
}

@ObjectType({ description: 'The runs of one interval.' })
export class StatisticsPoint extends RunStatistics {
  @Field(() => GraphQLISODateTime, { description: 'When the interval begins.' })
  start!: Date;
}

@ObjectType({ description: 'The runs of one service, action, host or environment over time.' })
export class StatisticsSeries {
  @Field(() => String, { nullable: true, description: 'Its name; null for runs of which it is not known.' })
  name!: string | null;

  /** Over the whole time. `withDuration`: reads how long they took meanwhile, for it will be asked for. */
  readTotal!: (withDuration: boolean) => Promise<RunStatistics>;

  /** Its points, interval by interval. */
  allPoints!: () => Promise<StatisticsPoint[]>;
}

export const StatisticsSeriesList = connectionOf(StatisticsSeries);
