import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Register } from './register.js';

/** A link that downloads an export once. */
@Entity('export_ticket')
@Register({ holds: 'private' })
@Index('export_ticket_expires_at_idx', ['expiresAt'])
export class ExportTicketEntity {
  /** SHA-256 of the ticket, which is not stored. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'export_ticket_pkey' })
  digest!: Buffer;

  /** The access token, encrypted with the ticket. */
  @Column('bytea')
  sealed!: Buffer;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
