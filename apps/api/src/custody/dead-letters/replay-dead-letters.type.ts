import { Field, Int, ObjectType } from '@nestjs/graphql';
import { UserError } from '../../graphql/relay/user-error.type.js';

@ObjectType({ description: 'Result of replaying dead letters.' })
export class ReplayDeadLettersPayload {
  @Field(() => Int, { description: 'Number of dead letters that were accepted, or handed to a worker.' })
  replayed!: number;

  @Field(() => [UserError], { description: 'Dead letters that still cannot be processed; they remain.' })
  userErrors!: UserError[];
}
