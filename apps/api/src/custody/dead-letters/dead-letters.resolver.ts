import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional, IsString } from 'class-validator';
import { AuditLog } from '../../gate/audit/audit-log.js';
import { Requires } from '../../gate/permissions/access-guard.js';
import { principal } from '../../gate/permissions/principal.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { runArgument } from '../../graphql/relay/run-argument.js';
import type { UserError } from '../../graphql/relay/user-error.type.js';
import { DeadLetters, DeadLetterType } from './dead-letter.type.js';
import { DeadLettersReadModel } from './dead-letters.read-model.js';
import { ReplayDeadLetters } from './replay-dead-letters.js';
import { ReplayDeadLettersPayload } from './replay-dead-letters.type.js';

@ArgsType()
class DeadLettersArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'The run, by its id or uuid.' })
  @IsOptional()
  @IsString()
  run?: string | null;
}

@ArgsType()
class ReplayArgs {
  @Field(() => [ID], { description: 'Numbers of the dead letters, at most 100.' })
  @ArrayMaxSize(100)
  ids!: string[];
}

@Resolver(() => DeadLetterType)
export class DeadLettersResolver {
  constructor(
    private readonly readModel: DeadLettersReadModel,
    private readonly replaying: ReplayDeadLetters,
    private readonly audit: AuditLog,
  ) {}

  @Query(() => DeadLetters.type, { description: 'Events that could not be accepted or processed, newest first.' })
  deadLetters(@Args() { run, ...page }: DeadLettersArgs): Promise<Connection<DeadLetterType>> {
    return this.readModel.page(runArgument(run, 'run'), page);
  }

  @Requires('operate')
  @Mutation(() => ReplayDeadLettersPayload, {
    description: 'Processes dead letters again, for example after an upgrade or a fix. For operators.',
  })
  async replayDeadLetters(@Args() { ids }: ReplayArgs): Promise<ReplayDeadLettersPayload> {
    const userErrors: UserError[] = [];
    for (const id of ids) {
      const userError = await this.replaying.replay(id);
      if (userError !== null) userErrors.push(userError);
    }
    const refused = new Set(userErrors.map(({ id }) => id));
    const replayed = ids.filter((id) => !refused.has(id));
    if (replayed.length > 0) {
      await this.audit.writeFor(principal(), { action: 'dead_letters.replayed', details: { ids: replayed } });
    }
    return { replayed: replayed.length, userErrors };
  }
}
