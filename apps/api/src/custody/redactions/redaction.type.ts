import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { UserError } from '../../graphql/relay/user-error.type.js';

@ObjectType('Redaction', {
  description: 'A secret that was removed from all stored data. Earlier backups and exports still contain it.',
})
export class RedactionType {
  @Field(() => ID, { description: 'Number of the redaction.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: "When, by the server's clock." })
  redactedAt!: Date;

  @Field({ description: 'Name of the token or person who did it.' })
  actor!: string;

  @Field({ description: 'The reason.' })
  reason!: string;

  @Field(() => Int, { description: 'Ledger batches that contained it.' })
  batches!: number;

  @Field(() => Int, { description: 'Dead letters that contained it.' })
  deadLetters!: number;

  @Field(() => Int, { description: 'Rows of projections, search and notes that contained it.' })
  rowsElsewhere!: number;
}

@ObjectType({ description: 'Where a secret was or is stored, or why it was not searched for.' })
export class RedactSecretPayload {
  @Field(() => RedactionType, { nullable: true, description: 'The recorded redaction; null if nothing was changed.' })
  redaction!: RedactionType | null;

  @Field(() => Int, { description: 'Ledger batches that contained or contain it.' })
  batches!: number;

  @Field(() => Int, { description: 'Dead letters that contained or contain it.' })
  deadLetters!: number;

  @Field(() => Int, { description: 'Rows of projections, search and notes that contained or contain it.' })
  rowsElsewhere!: number;

  @Field(() => [UserError], { description: 'Why it was not done.' })
  userErrors!: UserError[];
}

export const Redactions = connectionOf(RedactionType, 'Redaction');
