import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';

@InputType({ description: 'Filter for tasks that always report a change; all conditions must hold.' })
export class AlwaysChangingFilter {
  @Field(() => String, { nullable: true, description: 'Exact name of the service.' })
  service?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Exact name of a host on which the task always reports a change; other hosts are allowed.',
  })
  host?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Ran at or after this time.' })
  since?: Date | null;
}

@ArgsType()
export class AlwaysChangingArgs extends PageArgs {
  @Field(() => AlwaysChangingFilter, { nullable: true, description: 'Filter for tasks; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AlwaysChangingFilter)
  filter?: AlwaysChangingFilter | null;

  @Field(() => Int, { defaultValue: 3, description: 'Minimum number of consecutive real runs with a change: 2 to 20.' })
  @IsInt()
  @Min(2)
  @Max(20)
  runs: number = 3;
}
