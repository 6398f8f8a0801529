import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { Register } from './register.js';
import { RESULT_STATUSES, type ResultStatus } from './runs.js';

/** Failures, each counted once. */
abstract class FailureCounters {
  /** Status failed, and neither ignored nor rescued. */
  @Column('integer', { default: 0 })
  failed!: number;

  /** Status unreachable, and not ignored. */
  @Column('integer', { default: 0 })
  unreachable!: number;

  @Column('integer', { default: 0 })
  ignored!: number;

  @Column('integer', { default: 0 })
  rescued!: number;
}

/** A failed or unreachable task result: what it says, and which group it belongs to. */
@Entity('failure')
@Register({ holds: 'folded' })
@Index('failure_fingerprint_idx', ['fingerprint', 'occurredAt', 'runId', 'seq'])
@Index('failure_fingerprint_host_id_idx', ['fingerprint', 'hostId', 'occurredAt'])
@Index('failure_occurred_at_idx', ['occurredAt', 'runId', 'seq'])
@Index('failure_message_idx', { synchronize: false })
@Index('failure_host_id_idx', ['hostId', 'occurredAt', 'runId', 'seq'])
@Index('failure_ungrouped_idx', ['runId'], { where: 'fingerprint IS NULL' })
export class FailureEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'failure_pkey' })
  runId!: string;

  /** Of the task result. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'failure_pkey' })
  seq!: number;

  @Column('integer', { name: 'task_seq', nullable: true })
  taskSeq!: number | null;

  @Column('integer', { name: 'host_id' })
  hostId!: number;

  @Column('enum', { enum: RESULT_STATUSES, enumName: 'result_status' })
  status!: ResultStatus;

  @Column('boolean')
  ignored!: boolean;

  @Column('boolean')
  rescued!: boolean;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt!: Date;

  /** Derived from the run's roles and plays; null until then, and where nothing tells. */
  @Column('text', { nullable: true })
  service!: string | null;

  /** Label of the first item that failed; null when the task is no loop. */
  @Column('text', { nullable: true })
  item!: string | null;

  @Column('integer', { name: 'failed_items', nullable: true })
  failedItems!: number | null;

  /** Return code of the command or module, or of the first item that failed. */
  @Column('integer', { nullable: true })
  rc!: number | null;

  /** The end of what it wrote to standard error, bounded. */
  @Column('text', { nullable: true })
  stderr!: string | null;

  /** That of the result, for the search: one table without partitions, of what is rare. */
  @Column('text', { nullable: true })
  message!: string | null;

  /**
   * What it says, normalised: a block for each way in which items failed. Hosts of the run are replaced as they come.
   */
  @Column('text', { array: true })
  signature!: string[];

  /** What the rules of version 1 made of it, where that differs: it joins the group that they made, if there is one. */
  @Column('text', { name: 'former_signature', array: true, nullable: true })
  formerSignature!: string[] | null;

  /** Its group; null until its task is known. */
  @Column('uuid', { nullable: true })
  fingerprint!: string | null;
}

/**
 * A service that a failure is a cause for: the one that its task works for, and those that missed the host because the
 * run had lost it by this failure.
 */
@Entity('failure_service')
@Register({ holds: 'derived' })
@Index('failure_service_occurred_at_idx', ['service', 'occurredAt', 'runId', 'seq'])
export class FailureServiceEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'failure_service_pkey' })
  runId!: string;

  /** Of the task result. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'failure_service_pkey' })
  seq!: number;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'failure_service_pkey' })
  service!: string;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt!: Date;
}

/**
 * Failures of one cause over all runs. Its counters follow from failure_group_run; the resolution is people's, and
 * stays when the projections are built anew.
 */
@Entity('failure_group')
@Register({ holds: 'shared' })
@Index('failure_group_last_seen_at_idx', ['lastSeenAt', 'fingerprint'])
@Index('failure_group_first_seen_at_idx', ['firstSeenAt', 'fingerprint'])
@Index('failure_group_failures_idx', ['failures', 'fingerprint'])
export class FailureGroupEntity extends FailureCounters {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'failure_group_pkey' })
  fingerprint!: string;

  /** Version of the rules that made the fingerprint. */
  @Column('smallint')
  version!: number;

  @Column('text')
  signature!: string;

  @Column('text', { nullable: true })
  action!: string | null;

  @Column('text', { nullable: true })
  role!: string | null;

  @Column('text', { nullable: true })
  task!: string | null;

  /** The sum of the counters. */
  @Column('integer', { default: 0 })
  failures!: number;

  /** How many of them are of runs in check mode. */
  @Column('integer', { name: 'check_mode_failures', default: 0 })
  checkModeFailures!: number;

  @Column('integer', { default: 0 })
  runs!: number;

  @Column('timestamptz', { name: 'first_seen_at', nullable: true })
  firstSeenAt!: Date | null;

  @Column('timestamptz', { name: 'last_seen_at', nullable: true })
  lastSeenAt!: Date | null;

  @Column('uuid', { name: 'first_run_id', nullable: true })
  firstRunId!: string | null;

  @Column('uuid', { name: 'last_run_id', nullable: true })
  lastRunId!: string | null;

  /** Runs that were not in check mode and where one was neither ignored nor rescued: only these make a state. */
  @Column('integer', { name: 'real_runs', default: 0 })
  realRuns!: number;

  /** When the first of those runs started. */
  @Column('timestamptz', { name: 'first_real_run_at', nullable: true })
  firstRealRunAt!: Date | null;

  /** When the last of them started. */
  @Column('timestamptz', { name: 'last_real_run_at', nullable: true })
  lastRealRunAt!: Date | null;

  @Column('timestamptz', { name: 'resolved_at', nullable: true })
  resolvedAt!: Date | null;

  @Column('text', { name: 'resolved_by', nullable: true })
  resolvedBy!: string | null;

  /** When the signature was last looked for in successful results; null before the first time. */
  @Column('timestamptz', { name: 'checked_at', nullable: true })
  checkedAt!: Date | null;

  @Column('integer', { name: 'successes_checked', default: 0 })
  successesChecked!: number;

  @Column('integer', { name: 'successes_matching', default: 0 })
  successesMatching!: number;
}

/** The failures of one group in one run: replaced by each fold that changes them. */
@Entity('failure_group_run')
// It tells which groups have counted the run: they are counted again.
@Register({ holds: 'derived', rebuild: 'keep' })
@Index('failure_group_run_run_id_idx', ['runId'])
@Index('failure_group_run_run_started_at_idx', ['runStartedAt'])
export class FailureGroupRunEntity extends FailureCounters {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'failure_group_run_pkey' })
  fingerprint!: string;

  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'failure_group_run_pkey' })
  runId!: string;

  @Column('timestamptz', { name: 'run_started_at' })
  runStartedAt!: Date;

  @Column('boolean', { name: 'check_mode' })
  checkMode!: boolean;

  @Column('timestamptz', { name: 'first_seen_at' })
  firstSeenAt!: Date;

  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt!: Date;
}

export const FAILURE_NOTE_KINDS = ['note', 'resolved', 'reopened'] as const;
export type FailureNoteKind = (typeof FAILURE_NOTE_KINDS)[number];

/** What a person said or did about a group. Rows are only ever inserted. */
@Entity('failure_note')
@Register({ holds: 'private', scope: 'view' })
@Index('failure_note_fingerprint_id_idx', ['fingerprint', 'id'])
export class FailureNoteEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'failure_note_pkey',
  })
  id!: string;

  @Column('uuid')
  fingerprint!: string;

  @Column('text')
  kind!: FailureNoteKind;

  @Column('text', { nullable: true })
  text!: string | null;

  /** Name of the token that it was done with. */
  @Column('text')
  author!: string;

  /** What the author could see: only those who see all of that see the note. Empty: everything. */
  @Column('text', { name: 'author_environments', array: true, default: () => "'{}'" })
  authorEnvironments!: string[];

  @Column('text', { name: 'author_labels', array: true, default: () => "'{}'" })
  authorLabels!: string[];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
