import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Register } from './register.js';

/** Something that a person or a token did here. Rows are only ever inserted: a trigger refuses all else. */
@Entity('audit_entry')
// It only grows: what people write of a redaction is theirs.
@Register({ holds: 'private', redact: 'nothing' })
@Index('audit_entry_action_idx', ['action', 'id'])
@Index('audit_entry_actor_idx', ['actor', 'id'])
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'audit_entry_pkey',
  })
  id!: string;

  @Column('timestamptz', { name: 'occurred_at', default: () => 'now()' })
  occurredAt!: Date;

  /** What was done: `token.created`, `export.changes`, ... */
  @Column('text')
  action!: string;

  /** Name of the token or person; `unknown` for those who were not let in. */
  @Column('text')
  actor!: string;

  @Column('integer', { name: 'token_id', nullable: true })
  tokenId!: number | null;

  /** Where the request came from; null for commands on the server. */
  @Column('text', { nullable: true })
  address!: string | null;

  /** What it was done to. */
  @Column('text', { nullable: true })
  subject!: string | null;

  @Column('jsonb', { default: {} })
  details!: Record<string, unknown>;
}
