import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

export const TOKEN_SCOPES = ['ingest', 'read', 'admin'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A bearer token. The token itself is never stored. */
@Entity('api_token')
@Unique('api_token_digest_key', ['digest'])
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

  @Column('text', { array: true })
  scopes!: TokenScope[];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
