import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Register } from './register.js';

/** How much of a limit is used up that all API processes share. As the library that counts wants it, and not logged. */
@Entity('shared_limit')
@Register({ holds: 'private' })
export class SharedLimitEntity {
  @PrimaryColumn('varchar', { length: 255, primaryKeyConstraintName: 'shared_limit_pkey' })
  key!: string;

  @Column('integer')
  points!: number;

  /** In milliseconds since 1970; null: never. */
  @Column('bigint', { nullable: true })
  expire!: string | null;
}
