import { Args, ArgsType, Field, Int, Query, Resolver } from '@nestjs/graphql';
import { IsInt, Max, Min } from 'class-validator';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { TaskResults, type TaskResultType } from '../../run/results/task-result.type.js';
import { TaskResultsReadModel } from '../../run/results/task-results.read-model.js';

@ArgsType()
class FailuresArgs extends PageArgs {
  @Field(() => Int, { defaultValue: 7, description: 'How many days to look back: 1 to 3650.' })
  @IsInt()
  @Min(1)
  @Max(3_650)
  days: number = 7;
}

@Resolver()
export class FailuresResolver {
  constructor(private readonly taskResults: TaskResultsReadModel) {}

  @Query(() => TaskResults.type, {
    description: 'Failed and unreachable results of the last days, newest first; ignored and rescued ones are marked.',
  })
  failures(@Args() { days, ...page }: FailuresArgs): Promise<Connection<TaskResultType>> {
    return this.taskResults.failures(new Date(Date.now() - days * 86_400_000), page);
  }
}
