import { ArgsType, Field, GraphQLISODateTime, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

@InputType({ description: 'Which of the tasks that always change something: all of what is given must hold.' })
export class AlwaysChangingFilter {
  @Field(() => String, { nullable: true, description: 'Of exactly this service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'On the host of exactly this name, and perhaps on others.' })
  host?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Ran at this time or later.' })
  since?: Date | null;
}

@ArgsType()
export class AlwaysChangingArgs extends PageArgs {
  @Field(() => AlwaysChangingFilter, { nullable: true, description: 'Which tasks; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AlwaysChangingFilter)
  filter?: AlwaysChangingFilter | null;

  @Field(() => Int, { defaultValue: 3, description: 'Changed on so many of its last real runs, or more: 2 to 20.' })
  @IsInt()
  @Min(2)
  @Max(20)
  runs: number = 3;
}
