import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { UserError } from '../../graphql/relay/user-error.type.js';

@ObjectType('Redaction', {
  description:
    'A secret that was taken out of everything that is held. Backups and exports that were made before still hold it.',
})
export class RedactionType {
  @Field(() => ID, { description: 'Number of the redaction.' })
  id!: string;

  @Field(() => GraphQLISODateTime, { description: 'When, by our clock.' })
  redactedAt!: Date;

  @Field({ description: 'Who did it: name of the token or person.' })
  actor!: string;

  @Field({ description: 'Why.' })
  reason!: string;

  @Field(() => Int, { description: 'Batches of the ledger that held it.' })
  batches!: number;

  @Field(() => Int, { description: 'Dead letters that held it.' })
  deadLetters!: number;

  @Field(() => Int, { description: 'Rows of projections, search and notes that held it.' })
  rowsElsewhere!: number;
}

@ObjectType({ description: 'Where a secret stood, or stands, or why it was not looked for.' })
export class RedactSecretPayload {
  @Field(() => RedactionType, { nullable: true, description: 'What is recorded; null when nothing was changed.' })
  redaction!: RedactionType | null;

  @Field(() => Int, { description: 'Batches of the ledger that held it, or hold it.' })
  batches!: number;

  @Field(() => Int, { description: 'Dead letters that held it, or hold it.' })
  deadLetters!: number;

  @Field(() => Int, { description: 'Rows of projections, search and notes that held it, or hold it.' })
  rowsElsewhere!: number;

  @Field(() => [UserError], { description: 'Why it was not done.' })
  userErrors!: UserError[];
}

export const Redactions = connectionOf(RedactionType, 'Redaction');
