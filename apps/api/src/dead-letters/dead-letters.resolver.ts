import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import { BadInputError } from '../relay/bad-input.error.js';
import type { Connection } from '../relay/connection.js';
import { DeadLetters } from '../relay/connections.js';
import { runIdFrom } from '../relay/global-id.js';
import { PageArgs } from '../relay/page-args.js';
import { DeadLetterType } from './dead-letter.type.js';
import { DeadLettersReadModel } from './dead-letters.read-model.js';

@ArgsType()
class DeadLettersArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Of this run: its id or uuid.' })
  @IsOptional()
  @IsString()
  run?: string | null;
}

@Resolver(() => DeadLetterType)
export class DeadLettersResolver {
  constructor(private readonly readModel: DeadLettersReadModel) {}

  @Query(() => DeadLetters.type, { description: 'Events that could not be accepted or folded, newest first.' })
  deadLetters(@Args() { run, ...page }: DeadLettersArgs): Promise<Connection<DeadLetterType>> {
    const runId = run == null ? null : runIdFrom(run);
    if (run != null && runId === null) throw new BadInputError('"run" is not the id of a run.');
    return this.readModel.page(runId, page);
  }
}
