import { Field, Int, ObjectType } from '@nestjs/graphql';
import { UserError } from '../../graphql/relay/user-error.type.js';

@ObjectType({ description: 'What became of the dead letters.' })
export class ReplayDeadLettersPayload {
  @Field(() => Int, { description: 'How many were accepted now, or given to a worker to fold.' })
  replayed!: number;

  @Field(() => [UserError], { description: 'Those that still cannot be used; they stay where they are.' })
  userErrors!: UserError[];
}
