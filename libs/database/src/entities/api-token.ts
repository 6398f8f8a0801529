import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Register } from './register.js';

/** What people and programs may do here, from the least to the most; what each may do, the API says. */
export const ROLES = ['reporter', 'viewer', 'operator', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A bearer token. The token itself is never stored; a revoked one stays, for the record of what was done with it. */
@Entity('api_token')
// It holds no text of runs.
@Register({ holds: 'private', redact: 'nothing' })
@Unique('api_token_digest_key', ['digest'])
@Index('api_token_subject_idx', ['subject'], { where: 'subject IS NOT NULL AND revoked_at IS NULL' })
export class ApiTokenEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'integer',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'api_token_pkey',
  })
  id!: number;

  @Column('text')
  name!: string;

  /** SHA-256 of the token, which has at least 128 random bits: no salt or slow hash needed. */
  @Column('bytea')
  digest!: Buffer;

  @Column('enum', { enum: ROLES, enumName: 'token_role' })
  role!: Role;

  /** Only runs in one of these environments are shown; empty: those in any, or in none. */
  @Column('text', { array: true, default: () => "'{}'" })
  environments!: string[];

  /** Only runs with one of these labels are shown; empty: those with any, or none. */
  @Column('text', { array: true, default: () => "'{}'" })
  labels!: string[];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Who made it; null for a first admin token. */
  @Column('text', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  /** Exact to some minutes: it is not written with each request. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  /** Of a session: the provider's issuer and its name for the person; null for what somebody made by hand. */
  @Column('text', { nullable: true })
  subject!: string | null;

  /** Of a session: what the provider calls its own one; null when it has not told. */
  @Column('text', { name: 'provider_session', nullable: true })
  providerSession!: string | null;
}

/** A logout token of the provider that has been used, kept for as long as it would be good. */
@Entity('logout_token')
@Register({ holds: 'private' })
export class LogoutTokenEntity {
  /** SHA-256 of its number. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'logout_token_pkey' })
  digest!: Buffer;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
