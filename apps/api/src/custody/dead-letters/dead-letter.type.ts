import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';

@ObjectType('DeadLetter', {
  description: 'An event that could not be accepted or folded, kept until a person has seen to it.',
})
export class DeadLetterType {
  @Field(() => ID, { description: 'Number of the letter.' })
  id!: string;

  @Field(() => ID, { description: 'UUID of the run it belongs to.' })
  runUuid!: string;

  @Field(() => Int, { nullable: true, description: 'Sequence number of the event; null when it does not tell.' })
  seq!: number | null;

  @Field({ description: 'Where it failed: `accept` when it came, `fold` when it was to be written.' })
  stage!: string;

  @Field({ description: 'Stable code of the reason.' })
  code!: string;

  @Field({ description: 'The reason in a sentence.' })
  message!: string;

  @Field({
    complexity: 10,
    description: 'The event as it came, its first 10,000 bytes; signs that are not UTF-8 are replaced.',
  })
  event!: string;

  @Field(() => GraphQLISODateTime, { description: 'When it came, by our clock.' })
  receivedAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was replayed with success.' })
  replayedAt!: Date | null;
}

export const DeadLetters = connectionOf(DeadLetterType, 'DeadLetter');
