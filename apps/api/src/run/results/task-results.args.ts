import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { ResultStatus } from './task-result.type.js';

@InputType({ description: 'Filter for task results; all conditions must hold.' })
export class TaskResultFilter {
  @Field(() => [ResultStatus], { nullable: true, description: 'One of these statuses.' })
  status?: ResultStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'The run, by its id or uuid.' })
  run?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the host.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the task, prefixed with its role.' })
  task?: string | null;

  @Field(() => [Int], {
    nullable: true,
    description: 'Sequence numbers of tasks; requires a run.',
  })
  taskSeq?: number[] | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the module or action plugin.' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the role.' })
  role?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was ignored.' })
  ignored?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was rescued.' })
  rescued?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Ended at or after this time.' })
  since?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Ended before this time.' })
  until?: Date | null;
}

@ArgsType()
export class TaskResultsArgs extends PageArgs {
  @Field(() => TaskResultFilter, { nullable: true, description: 'Filter for results; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => TaskResultFilter)
  filter?: TaskResultFilter | null;
}
