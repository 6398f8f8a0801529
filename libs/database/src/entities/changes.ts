import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Register } from './register.js';
import { RESULT_STATUSES, type ResultStatus } from './runs.js';

export const DIFF_STATES = ['shown', 'cut', 'hidden'] as const;
export type StoredDiffState = (typeof DIFF_STATES)[number];

/**
 * The diff of a changed result as text, bounded. A changed result without a row has none: its module gave none, or the
 * run was not asked for diffs. Partitioned by run id.
 */
@Entity('result_diff')
@Register({ holds: 'folded', partitioned: true })
export class ResultDiffEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'result_diff_pkey' })
  runId!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'result_diff_pkey' })
  seq!: number;

  /** `cut`: the text is not all of it. `hidden`: under no_log. */
  @Column('enum', { enum: DIFF_STATES, enumName: 'diff_state' })
  state!: StoredDiffState;

  /** Unified diff, item by item; null when hidden. */
  @Column('text', { nullable: true })
  text!: string | null;
}

/** The service that the tasks of a role in a play of a run work for; none for those that work for none. Derived. */
@Entity('role_service')
@Register({ holds: 'derived' })
@Index('role_service_service_idx', ['service', 'runId'])
export class RoleServiceEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'role_service_pkey' })
  runId!: string;

  @PrimaryColumn('integer', { name: 'play_seq', primaryKeyConstraintName: 'role_service_pkey' })
  playSeq!: number;

  /** Empty for tasks outside of any role. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'role_service_pkey' })
  role!: string;

  @Column('text')
  service!: string;
}

/** How many changed results a run had on a host for a service in one hour. Made by the derivation. */
@Entity('change_count')
@Register({ holds: 'derived' })
@Index('change_count_hour_idx', ['hour'])
@Index('change_count_host_id_idx', ['hostId', 'hour'])
export class ChangeCountEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'change_count_pkey' })
  runId!: string;

  /** The beginning of the hour. */
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'change_count_pkey' })
  hour!: Date;

  /** Empty for tasks that work for none. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'change_count_pkey' })
  service!: string;

  @PrimaryColumn('integer', { name: 'host_id', primaryKeyConstraintName: 'change_count_pkey' })
  hostId!: number;

  @Column('boolean', { name: 'check_mode' })
  checkMode!: boolean;

  @Column('integer')
  changes!: number;

  /**
   * The hour of the row before it, by hour and service, of the run on the host; null for the first. Of a period the row
   * without one in it tells that there was a run, without looking for others.
   */
  @Column('timestamptz', { name: 'previous_hour', nullable: true })
  previousHour!: Date | null;
}

/** How many changed results a run had for a service in one hour, on all hosts. Made by the derivation. */
@Entity('run_change_count')
@Register({ holds: 'derived' })
@Index('run_change_count_hour_idx', ['hour'])
export class RunChangeCountEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'run_change_count_pkey' })
  runId!: string;

  /** The beginning of the hour. */
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'run_change_count_pkey' })
  hour!: Date;

  /** Empty for tasks that work for none. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'run_change_count_pkey' })
  service!: string;

  @Column('boolean', { name: 'check_mode' })
  checkMode!: boolean;

  @Column('integer')
  changes!: number;
}

/**
 * How a task went in a run that has ended, on each host where it was not skipped: the arrays go by host. A task is
 * known over runs by its service, name and action. Made by the derivation.
 */
@Entity('task_outcome')
// Drift is judged by other runs, which stand beside it: the derivation compares what it makes with what it finds.
@Register({ holds: 'derived', scope: 'view', rebuild: 'keep' })
@Index('task_outcome_task_idx', ['service', 'task', 'action', 'occurredAt', 'runId'], { where: 'NOT check_mode' })
@Index('task_outcome_drifted_idx', ['occurredAt', 'runId', 'service', 'task', 'action'], {
  where: 'drifted_host_ids IS NOT NULL',
})
@Index('task_outcome_service_drifted_idx', ['service', 'occurredAt', 'runId', 'task', 'action'], {
  where: 'drifted_host_ids IS NOT NULL',
})
export class TaskOutcomeEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'task_outcome_pkey' })
  runId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'task_outcome_pkey' })
  service!: string;

  /** Ansible's name of the task, with the role before it. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'task_outcome_pkey' })
  task!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'task_outcome_pkey' })
  action!: string;

  /** When its last result came. */
  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt!: Date;

  @Column('boolean', { name: 'check_mode' })
  checkMode!: boolean;

  @Column('boolean', { name: 'any_changed' })
  anyChanged!: boolean;

  @Column('integer', { name: 'host_ids', array: true })
  hostIds!: number[];

  /** The worst of several results; changed is worse than ok. */
  @Column('enum', { enum: RESULT_STATUSES, enumName: 'result_status', array: true })
  statuses!: ResultStatus[];

  /**
   * Of the arguments, the image tag of the service on the host and the commit of the configuration. null where the
   * arguments are not known. 64 bits are more than a number holds: as text.
   */
  @Column('bigint', { name: 'input_digests', array: true })
  inputDigests!: (string | null)[];

  /**
   * Hosts that a real run changed although the inputs were those of the last real run there; null when there are none.
   */
  @Column('integer', { name: 'drifted_host_ids', array: true, nullable: true })
  driftedHostIds!: number[] | null;

  /** Of each of these hosts the last real run before it. */
  @Column('uuid', { name: 'previous_run_ids', array: true, nullable: true })
  previousRunIds!: string[] | null;

  /** When the task ran there in that run. */
  @Column('timestamptz', { name: 'previous_ats', array: true, nullable: true })
  previousAts!: Date[] | null;
}

/**
 * A task that ever ran for a service, and the hosts that each of its last real runs there changed: two runs or more.
 */
@Entity('known_task')
@Register({ holds: 'shared' })
export class KnownTaskEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'known_task_pkey' })
  service!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'known_task_pkey' })
  task!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'known_task_pkey' })
  action!: string;

  /** Of the streaks; 0 when there is none. */
  @Column('integer', { name: 'longest_streak', default: 0 })
  longestStreak!: number;

  /** When a run of a streak ended last. */
  @Column('timestamptz', { name: 'last_changed_at', nullable: true })
  lastChangedAt!: Date | null;

  @Column('integer', { name: 'streak_host_ids', array: true, nullable: true })
  streakHostIds!: number[] | null;

  /** How many runs in a row changed each of these hosts, up to 20. */
  @Column('integer', { array: true, nullable: true })
  streaks!: number[] | null;
}
