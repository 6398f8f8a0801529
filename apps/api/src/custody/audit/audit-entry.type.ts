import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { JsonScalar } from '../../graphql/relay/json.scalar.js';

@ObjectType({ description: 'An action of a person or a token, or an attempt at one.' })
export class AuditEntry {
  @Field(() => ID, { description: 'Number of the entry; later entries have higher numbers.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: "When, by the server's clock." })
  occurredAt!: Date;

  @Field({ description: 'What was done: `token.created`, `export.changes`, `sign_in.failed`, ...' })
  action!: string;

  @Field({ description: 'Name of the token; `unknown` for requests that were not authenticated.' })
  actor!: string;

  @Field(() => ID, { nullable: true, description: 'Number of the token; null if there was none.' })
  tokenId!: string | null;

  @Field(() => String, { nullable: true, description: 'IP address of the request; null for commands on the server.' })
  address!: string | null;

  @Field(() => String, { nullable: true, description: 'What it was done to.' })
  subject!: string | null;

  @Field(() => JsonScalar, { description: 'Further details, depending on the action.' })
  details!: unknown;
}

export const AuditEntries = connectionOf(AuditEntry);
