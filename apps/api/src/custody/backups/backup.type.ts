import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';

@ObjectType('Backup', {
  description: 'A copy of the database that is kept elsewhere, as somebody told: what is redacted here stays in it.',
})
export class BackupType {
  @Field(() => ID, { description: 'Number of the backup.' })
  id!: string;

  @Field(() => GraphQLISODateTime, { description: 'When it was begun: nothing that changed later need be in it.' })
  begunAt!: Date;

  @Field({ description: 'Where it lies.' })
  location!: string;

  @Field(() => String, { nullable: true, description: 'SHA-256 of its file; null when nobody told.' })
  sha256!: string | null;

  @Field(() => Int, { nullable: true, description: 'Number of the last seal that was there when it was begun.' })
  seal!: number | null;

  @Field(() => GraphQLISODateTime, { description: 'When it was written down.' })
  notedAt!: Date;

  @Field({ description: 'Who wrote it down.' })
  notedBy!: string;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it is deleted; null when nobody told.' })
  expiresAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When somebody said that it is deleted.' })
  goneAt!: Date | null;
}

export const Backups = connectionOf(BackupType, 'Backup');
