import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, Max, Min, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@InputType({ description: 'Filter for flaky tasks; all conditions must hold.' })
export class FlakyTaskFilter {
  @Field(() => DateTimeScalar, { description: 'Considers results at or after this time.' })
  since!: Date;

  @Field(() => String, { nullable: true, description: 'Exact name of the service they belonged to when they failed.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the host.' })
  host?: string | null;
}

@ArgsType()
export class FlakyTasksArgs {
  @Field(() => FlakyTaskFilter, { description: 'Filter for tasks; `since` is required.' })
  @ValidateNested()
  @Type(() => FlakyTaskFilter)
  filter!: FlakyTaskFilter;

  @Field(() => Int, { defaultValue: 20, description: 'How many to give: 1 to 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  first: number = 20;
}
