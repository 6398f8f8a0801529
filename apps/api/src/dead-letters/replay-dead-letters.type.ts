import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Why something asked for was not done.' })
export class UserError {
  @Field(() => ID, { description: 'What it is about.' })
  id!: string;

  @Field({ description: 'Stable code.' })
  code!: string;

  @Field({ description: 'The reason, in a sentence.' })
  message!: string;
}

@ObjectType({ description: 'What became of the dead letters.' })
export class ReplayDeadLettersPayload {
  @Field(() => Int, { description: 'How many were accepted now, or given to a worker to fold.' })
  replayed!: number;

  @Field(() => [UserError], { description: 'Those that still cannot be used; they stay where they are.' })
  userErrors!: UserError[];
}
