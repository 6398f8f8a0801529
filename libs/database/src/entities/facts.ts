import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Register } from './register.js';

/** What a run found out about a host: the last time it gathered its facts. */
@Entity('host_facts')
@Register({ holds: 'folded' })
@Index('host_facts_host_id_idx', ['hostId', 'gatheredAt', 'runId'])
export class HostFactsEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'host_facts_pkey' })
  runId!: string;

  @PrimaryColumn('integer', { name: 'host_id', primaryKeyConstraintName: 'host_facts_pkey' })
  hostId!: number;

  @Column('integer')
  seq!: number;

  @Column('timestamptz', { name: 'gathered_at' })
  gatheredAt!: Date;

  @Column('uuid', { name: 'fact_set_key' })
  factSetKey!: string;
}

/** The facts of a host, by their names: most runs find the same as the run before. */
@Entity('fact_set')
// Found by its key alone, which stands in rows that have a view.
@Register({ holds: 'shared', scope: 'none' })
export class FactSetEntity {
  /** MD5 of the facts, as Postgres writes them. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fact_set_pkey' })
  key!: string;

  @Column('jsonb')
  facts!: Record<string, unknown>;
}
