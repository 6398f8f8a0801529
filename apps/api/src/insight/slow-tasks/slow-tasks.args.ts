import { ArgsType, Field, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

export enum SlowTaskOrder {
  total = 'total',
  median = 'median',
  longest = 'longest',
}

registerEnumType(SlowTaskOrder, {
  name: 'SlowTaskOrder',
  description: 'Order of slow tasks.',
  valuesMap: {
    total: { description: 'Longest total duration first.' },
    median: { description: 'Longest median duration first.' },
    longest: { description: 'Longest single duration first.' },
  },
});

@InputType({ description: 'Filter for slow tasks; all conditions must hold.' })
export class SlowTaskFilter {
  @Field(() => DateTimeScalar, { description: 'Runs that started at or after this time.' })
  since!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Runs that started before this time.' })
  until?: Date | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the environment of the runs.' })
  environment?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact action of the runs.' })
  action?: string | null;
}

@ArgsType()
export class SlowTasksArgs {
  @Field(() => SlowTaskFilter, { description: 'Filter for tasks; `since` is required.' })
  @ValidateNested()
  @Type(() => SlowTaskFilter)
  filter!: SlowTaskFilter;

  @Field(() => SlowTaskOrder, { defaultValue: SlowTaskOrder.total, description: 'Order of the list.' })
  @IsOptional()
  orderBy: SlowTaskOrder = SlowTaskOrder.total;

  @Field(() => Int, { defaultValue: 20, description: 'How many to give: 1 to 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  first: number = 20;
}
