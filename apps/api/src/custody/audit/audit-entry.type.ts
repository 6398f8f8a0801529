import { Field, GraphQLISODateTime, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { JsonScalar } from '../../graphql/relay/json.scalar.js';

@ObjectType({ description: 'Something that a person or a token did here, or tried to.' })
export class AuditEntry {
  @Field(() => ID, { description: 'Number of the entry: later ones have higher numbers.' })
  id!: string;

  @Field(() => GraphQLISODateTime, { description: 'When, by our clock.' })
  occurredAt!: Date;

  @Field({ description: 'What was done: `token.created`, `export.changes`, `sign_in.failed`, ...' })
  action!: string;

  @Field({ description: 'Name of the token; `unknown` for those who were not let in.' })
  actor!: string;

  @Field(() => ID, { nullable: true, description: 'Number of the token; null when it was none.' })
  tokenId!: string | null;

  @Field(() => String, { nullable: true, description: 'Where the request came from; null for commands on the server.' })
  address!: string | null;

  @Field(() => String, { nullable: true, description: 'What it was done to.' })
  subject!: string | null;

  @Field(() => JsonScalar, { description: 'More of it, as the action has it.' })
  details!: unknown;
}

export const AuditEntries = connectionOf(AuditEntry);
