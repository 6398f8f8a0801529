import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType('Backup', {
  description: 'A copy of the database that is stored elsewhere and was recorded here. Redactions do not reach it.',
})
export class BackupType {
  @Field(() => ID, { description: 'Number of the backup.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it was started; later changes may be missing from it.' })
  begunAt!: Date;

  @Field({ description: 'Where it is stored.' })
  location!: string;

  @Field(() => String, { nullable: true, description: 'SHA-256 of its file; null if not recorded.' })
  sha256!: string | null;

  @Field(() => Int, { nullable: true, description: 'Number of the last seal at the time it was started.' })
  seal!: number | null;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  notedAt!: Date;

  @Field({ description: 'Who recorded it.' })
  notedBy!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it will be deleted; null if not recorded.' })
  expiresAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was recorded as deleted.' })
  goneAt!: Date | null;
}

export const Backups = connectionOf(BackupType, 'Backup');
