import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional, IsString } from 'class-validator';
import type { Connection } from '../relay/connection.js';
import { DeadLetters } from '../relay/connections.js';
import { PageArgs } from '../relay/page-args.js';
import { runArgument } from '../relay/run-argument.js';
import type { UserError } from '../relay/user-error.type.js';
import { DeadLetterType } from './dead-letter.type.js';
import { DeadLettersReadModel } from './dead-letters.read-model.js';
import { ReplayDeadLetters } from './replay-dead-letters.js';
import { ReplayDeadLettersPayload } from './replay-dead-letters.type.js';

@ArgsType()
class DeadLettersArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Of this run: its id or uuid.' })
  @IsOptional()
  @IsString()
  run?: string | null;
}

@ArgsType()
class ReplayArgs {
  @Field(() => [ID], { description: 'Which ones, 100 at most.' })
  @ArrayMaxSize(100)
  ids!: string[];
}

@Resolver(() => DeadLetterType)
export class DeadLettersResolver {
  constructor(
    private readonly readModel: DeadLettersReadModel,
    private readonly replaying: ReplayDeadLetters,
  ) {}

  @Query(() => DeadLetters.type, { description: 'Events that could not be accepted or folded, newest first.' })
  deadLetters(@Args() { run, ...page }: DeadLettersArgs): Promise<Connection<DeadLetterType>> {
    return this.readModel.page(runArgument(run, 'run'), page);
  }

  @Mutation(() => ReplayDeadLettersPayload, { description: 'Tries dead letters again: after an upgrade, or a fix.' })
  async replayDeadLetters(@Args() { ids }: ReplayArgs): Promise<ReplayDeadLettersPayload> {
    const userErrors: UserError[] = [];
    for (const id of ids) {
      const userError = await this.replaying.replay(id);
      if (userError !== null) userErrors.push(userError);
    }
    return { replayed: ids.length - userErrors.length, userErrors };
  }
}
