import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Register } from './register.js';

/** A copy of the database that somebody keeps elsewhere, as he told us: a redaction does not reach it. */
@Entity('backup')
@Register({ holds: 'private' })
@Index('backup_begun_at_idx', ['begunAt', 'id'])
export class BackupEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'integer',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'backup_pkey',
  })
  id!: number;

  @Column('timestamptz', { name: 'begun_at' })
  begunAt!: Date;

  @Column('text')
  location!: string;

  /** Of its file; null when nobody told. */
  @Column('bytea', { nullable: true })
  sha256!: Buffer | null;

  /** The last seal that was there when it was begun. */
  @Column('integer', { name: 'seal_id', nullable: true })
  sealId!: number | null;

  @Column('timestamptz', { name: 'noted_at', default: () => 'now()' })
  notedAt!: Date;

  @Column('text', { name: 'noted_by' })
  notedBy!: string;

  /** When whoever keeps it deletes it; null: he has not told. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  /** When somebody said that it is deleted. */
  @Column('timestamptz', { name: 'gone_at', nullable: true })
  goneAt!: Date | null;
}
