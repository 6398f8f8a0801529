import { ArgsType, Field, Float, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

@ObjectType({ description: 'How long one deployment took.' })
export class DurationPoint {
  runId!: string;

  @Field({ description: 'The service.' })
  service!: string;

  @Field(() => String, { nullable: true, description: 'The action.' })
  action!: string | null;

  @Field(() => GraphQLISODateTime, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => Float, { description: 'Seconds it took.' })
  duration!: number;
}

@ObjectType({ description: 'How long real, completed deployments took, and whether that changes.' })
export class DurationTrend {
  @Field(() => [DurationPoint], { description: 'Each of them, from the oldest to the newest.' })
  points!: DurationPoint[];

  @Field(() => Float, { nullable: true, description: 'Seconds that half of them took at most; null of none.' })
  median!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Median of the later half, over that of the earlier half: 1.5 means half as long again. null with fewer than four.',
  })
  change!: number | null;
}

@ArgsType()
export class DurationTrendArgs {
  @Field(() => String, { nullable: true, description: 'Only of this action: an upgrade takes longer than a deploy.' })
  @IsOptional()
  action?: string | null;

  @Field(() => Int, { defaultValue: 20, description: 'How many of the last ones: 1 to 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  last: number = 20;
}
