import { ArgsType, Field, GraphQLISODateTime, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, Max, Min, ValidateNested } from 'class-validator';

@InputType({ description: 'Which of the tasks that fail at times: all of what is given must hold.' })
export class FlakyTaskFilter {
  @Field(() => GraphQLISODateTime, { description: 'By results from this time on.' })
  since!: Date;

  @Field(() => String, { nullable: true, description: 'That worked for exactly this service when they failed.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Only on the host of exactly this name.' })
  host?: string | null;
}

@ArgsType()
export class FlakyTasksArgs {
  @Field(() => FlakyTaskFilter, { description: 'Which tasks: at least since when.' })
  @ValidateNested()
  @Type(() => FlakyTaskFilter)
  filter!: FlakyTaskFilter;

  @Field(() => Int, { defaultValue: 20, description: 'How many to give: 1 to 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  first: number = 20;
}
