import { ArgsType, Field, GraphQLISODateTime, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';

export enum SlowTaskOrder {
  total = 'total',
  median = 'median',
  longest = 'longest',
}

registerEnumType(SlowTaskOrder, {
  name: 'SlowTaskOrder',
  description: 'Which slow tasks come first.',
  valuesMap: {
    total: { description: 'Those that all runs together spent most time at.' },
    median: { description: 'Those that usually take longest.' },
    longest: { description: 'Those that once took longest.' },
  },
});

@InputType({ description: 'Which slow tasks: all of what is given must hold.' })
export class SlowTaskFilter {
  @Field(() => GraphQLISODateTime, { description: 'Of runs that started at this time or later.' })
  since!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Of runs that started before this time.' })
  until?: Date | null;

  @Field(() => String, { nullable: true, description: 'That work for exactly this service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Of runs in exactly this environment.' })
  environment?: string | null;

  @Field(() => String, { nullable: true, description: 'Of runs with exactly this action.' })
  action?: string | null;
}

@ArgsType()
export class SlowTasksArgs {
  @Field(() => SlowTaskFilter, { description: 'Which tasks: at least since when.' })
  @ValidateNested()
  @Type(() => SlowTaskFilter)
  filter!: SlowTaskFilter;

  @Field(() => SlowTaskOrder, { defaultValue: SlowTaskOrder.total, description: 'Which come first.' })
  @IsOptional()
  orderBy: SlowTaskOrder = SlowTaskOrder.total;

  @Field(() => Int, { defaultValue: 20, description: 'How many to give: 1 to 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  first: number = 20;
}
