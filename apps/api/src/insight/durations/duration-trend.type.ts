import { ArgsType, Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType({ description: 'How long one deployment took.' })
export class DurationPoint {
  runId!: string;

  @Field({ description: 'The service.' })
  service!: string;

  @Field(() => String, { nullable: true, description: 'The action.' })
  action!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it started.' })
  startedAt!: Date;

  @Field(() => Float, { description: 'Seconds it took.' })
  duration!: number;
}

@ObjectType({ description: 'Durations of real, completed deployments, and their trend.' })
export class DurationTrend {
  @Field(() => [DurationPoint], { description: 'The deployments, oldest first.' })
  points!: DurationPoint[];

  @Field(() => Float, { nullable: true, description: 'Median in seconds; null without deployments.' })
  median!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Median of the later half divided by that of the earlier half: 1.5 means 50 % longer. null with fewer ' +
      'than four deployments.',
  })
  change!: number | null;
}

@ArgsType()
export class DurationTrendArgs {
  @Field(() => String, { nullable: true, description: 'Only this action: an upgrade takes longer than a deploy.' })
  @IsOptional()
  action?: string | null;

  @Field(() => Int, { defaultValue: 20, description: 'How many of the latest ones: 1 to 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  last: number = 20;
}
