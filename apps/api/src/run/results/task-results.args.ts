import { ArgsType, Field, GraphQLISODateTime, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { ResultStatus } from './task-result.type.js';

@InputType({ description: 'Which task results: all of what is given must hold.' })
export class TaskResultFilter {
  @Field(() => [ResultStatus], { nullable: true, description: 'One of these statuses.' })
  status?: ResultStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Of this run: its id or uuid.' })
  run?: string | null;

  @Field(() => String, { nullable: true, description: 'On the host of exactly this name.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'Of tasks of exactly this name, with the role before it.' })
  task?: string | null;

  @Field(() => [Int], {
    nullable: true,
    description: 'Of the tasks with these sequence numbers: only together with a run.',
  })
  taskSeq?: number[] | null;

  @Field(() => String, { nullable: true, description: 'Of exactly this module or action plugin.' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'Of exactly this role.' })
  role?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was ignored.' })
  ignored?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was rescued.' })
  rescued?: boolean | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Ended at this time or later.' })
  since?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Ended before this time.' })
  until?: Date | null;
}

@ArgsType()
export class TaskResultsArgs extends PageArgs {
  @Field(() => TaskResultFilter, { nullable: true, description: 'Which results; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => TaskResultFilter)
  filter?: TaskResultFilter | null;
}
