import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Why something asked for was not done.' })
export class UserError {
  @Field(() => ID, { description: 'What it is about.' })
  id!: string;

  @Field({ description: 'Stable code.' })
  code!: string;

  @Field({ description: 'The reason, in a sentence.' })
  message!: string;
}
