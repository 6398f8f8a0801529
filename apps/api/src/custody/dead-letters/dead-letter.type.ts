import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType('DeadLetter', {
  description: 'An event that could not be accepted or processed, kept until it is resolved.',
})
export class DeadLetterType {
  @Field(() => ID, { description: 'Number of the dead letter.' })
  id!: string;

  @Field(() => ID, { description: 'UUID of the run it belongs to.' })
  runUuid!: string;

  @Field(() => Int, { nullable: true, description: 'Sequence number of the event; null if it has none.' })
  seq!: number | null;

  @Field({ description: 'Stage at which it failed: `accept` on receipt, `fold` when it was processed.' })
  stage!: string;

  @Field({ description: 'Stable code of the reason.' })
  code!: string;

  @Field({ description: 'The reason as a sentence.' })
  message!: string;

  @Field({
    complexity: 10,
    description: 'The event as received, its first 10,000 bytes; bytes that are not UTF-8 are replaced.',
  })
  event!: string;

  @Field(() => DateTimeScalar, { description: "When it was received, by the server's clock." })
  receivedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was replayed successfully.' })
  replayedAt!: Date | null;
}

export const DeadLetters = connectionOf(DeadLetterType, 'DeadLetter');
