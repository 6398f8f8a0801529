import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Register } from './register.js';

// Trigram indexes cannot be described by decorators: `synchronize: false` says that the migrations keep them.

/** What a run can be found by: its playbook, services, people, places and versions, a line each. */
@Entity('run_search')
@Register({ holds: 'derived' })
@Index('run_search_text_idx', { synchronize: false })
@Index('run_search_started_at_idx', ['startedAt', 'runId'])
export class RunSearchEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'run_search_pkey' })
  runId!: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('text')
  text!: string;
}

/** A task name that ever was: thousands, where there are millions of tasks. */
@Entity('task_name')
@Register({ holds: 'shared' })
@Index('task_name_name_idx', { synchronize: false })
export class TaskNameEntity {
  /** The name as indexes have it: `short_key` of the database. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'task_name_pkey' })
  key!: string;

  @Column('text')
  name!: string;
}
