import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Register } from './register.js';

export const RUN_STATUSES = ['running', 'completed', 'failed', 'interrupted'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Task results by status, each counted once, and how many of them were ignored or rescued. */
export abstract class ResultCounters {
  @Column('integer', { name: 'results_ok', default: 0 })
  resultsOk!: number;

  @Column('integer', { name: 'results_changed', default: 0 })
  resultsChanged!: number;

  @Column('integer', { name: 'results_failed', default: 0 })
  resultsFailed!: number;

  @Column('integer', { name: 'results_skipped', default: 0 })
  resultsSkipped!: number;

  @Column('integer', { name: 'results_unreachable', default: 0 })
  resultsUnreachable!: number;

  @Column('integer', { name: 'results_ignored', default: 0 })
  resultsIgnored!: number;

  @Column('integer', { name: 'results_rescued', default: 0 })
  resultsRescued!: number;

  /** Ansible's own counters (its `ok` includes changed and ignored ones); null until the recap has come. */
  @Column('integer', { name: 'recap_ok', nullable: true })
  recapOk!: number | null;

  @Column('integer', { name: 'recap_changed', nullable: true })
  recapChanged!: number | null;

  @Column('integer', { name: 'recap_failed', nullable: true })
  recapFailed!: number | null;

  @Column('integer', { name: 'recap_skipped', nullable: true })
  recapSkipped!: number | null;

  @Column('integer', { name: 'recap_unreachable', nullable: true })
  recapUnreachable!: number | null;

  @Column('integer', { name: 'recap_ignored', nullable: true })
  recapIgnored!: number | null;

  @Column('integer', { name: 'recap_rescued', nullable: true })
  recapRescued!: number | null;
}

/** One execution of one playbook. Columns that run_started fills are null until it has been folded. */
@Entity('run')
@Register({ holds: 'folded', runColumn: 'id', scope: 'view' })
@Index('run_started_at_id_idx', ['startedAt', 'id'])
@Index('run_last_event_at_idx', ['lastEventAt', 'id'])
export class RunEntity extends ResultCounters {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'run_pkey' })
  id!: string;

  @Column('enum', { enum: RUN_STATUSES, enumName: 'run_status', default: 'running' })
  status!: RunStatus;

  /**
   * The controller's clock, bounded by ours as all times of its events; before run_started has come, the time inside the
   * run id.
   */
  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { name: 'last_event_at' })
  lastEventAt!: Date;

  @Column('integer', { name: 'final_seq', nullable: true })
  finalSeq!: number | null;

  @Column('text', { name: 'interrupted_reason', nullable: true })
  interruptedReason!: string | null;

  /** Of an ad-hoc command, what Ansible or the plugin gives in its place. */
  @Column('text', { name: 'playbook_path', nullable: true })
  playbookPath!: string | null;

  /** The command of `ansible` or ansible-console, on one line; null for a playbook. */
  @Column('text', { name: 'ad_hoc_command', nullable: true })
  adHocCommand!: string | null;

  @Column('uuid', { name: 'invocation_id', nullable: true })
  invocationId!: string | null;

  @Column('text', { name: 'ansible_version', nullable: true })
  ansibleVersion!: string | null;

  @Column('text', { name: 'python_version', nullable: true })
  pythonVersion!: string | null;

  @Column('text', { name: 'reporter_version', nullable: true })
  reporterVersion!: string | null;

  @Column('text', { nullable: true })
  controller!: string | null;

  @Column('text', { name: 'user_name', nullable: true })
  userName!: string | null;

  @Column('text', { name: 'sudo_user', nullable: true })
  sudoUser!: string | null;

  @Column('text', { name: 'working_directory', nullable: true })
  workingDirectory!: string | null;

  @Column('text', { name: 'configuration_commit', nullable: true })
  configurationCommit!: string | null;

  @Column('jsonb', { name: 'configuration_repository', nullable: true })
  configurationRepository!: Record<string, unknown> | null;

  @Column('jsonb', { name: 'playbook_repository', nullable: true })
  playbookRepository!: Record<string, unknown> | null;

  /** Name and version of each that was installed where Ansible looks, by name. Some kilobytes: no list reads it. */
  @Column('jsonb', { nullable: true })
  collections!: { name: string; version: string | null }[] | null;

  /** As it was typed, word by word. */
  @Column('text', { name: 'command_line', array: true, nullable: true })
  commandLine!: string[] | null;

  @Column('jsonb', { nullable: true })
  arguments!: Record<string, unknown> | null;

  @Column('boolean', { name: 'check_mode', nullable: true })
  checkMode!: boolean | null;

  @Column('boolean', { name: 'diff_mode', nullable: true })
  diffMode!: boolean | null;

  @Column('text', { name: 'limit_pattern', nullable: true })
  limitPattern!: string | null;

  @Column('text', { array: true, nullable: true })
  tags!: string[] | null;

  @Column('text', { name: 'skip_tags', array: true, nullable: true })
  skipTags!: string[] | null;

  @Column('text', { array: true, nullable: true })
  inventory!: string[] | null;

  @Column('integer', { nullable: true })
  forks!: number | null;

  @Column('text', { name: 'extra_var_names', array: true, nullable: true })
  extraVarNames!: string[] | null;

  @Column('jsonb', { name: 'extra_vars', nullable: true })
  extraVars!: Record<string, unknown> | null;

  @Column('jsonb', { nullable: true })
  environment!: Record<string, string> | null;

  @Column('text', { array: true, nullable: true })
  labels!: string[] | null;

  @Column('jsonb', { name: 'custom_stats', nullable: true })
  customStats!: Record<string, unknown> | null;

  /** The plugin's own counters. */
  @Column('jsonb', { nullable: true })
  reporter!: Record<string, number> | null;

  /** Seconds by which the controller's clock was ahead of ours, and its times are moved back; null: within tolerance. */
  @Column('double precision', { name: 'clock_ahead', nullable: true })
  clockAhead!: number | null;

  /** When its derived rows were last made, by our clock. */
  @Column('timestamptz', { name: 'derived_at', nullable: true })
  derivedAt!: Date | null;
}

/** One PLAY header. A row may hold only what no_hosts_matched told, until play_started is folded. */
@Entity('play')
@Register({ holds: 'folded' })
export class PlayEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'play_pkey' })
  runId!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'play_pkey' })
  seq!: number;

  @Column('text', { nullable: true })
  uuid!: string | null;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text', { array: true, nullable: true })
  hosts!: string[] | null;

  @Column('text', { nullable: true })
  strategy!: string | null;

  @Column('text', { array: true, nullable: true })
  serial!: string[] | null;

  @Column('text', { array: true, nullable: true })
  roles!: string[] | null;

  @Column('text', { array: true, nullable: true })
  tags!: string[] | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('boolean', { name: 'no_hosts_matched', default: false })
  noHostsMatched!: boolean;

  @Column('boolean', { name: 'no_hosts_remaining', default: false })
  noHostsRemaining!: boolean;
}

/** One TASK or RUNNING HANDLER header. */
@Entity('task')
@Register({ holds: 'folded' })
// Of short_key(action), short_key(role), short_key(name), each with run_id: a name may be longer than an index takes.
@Index('task_action_idx', { synchronize: false })
@Index('task_role_idx', { synchronize: false })
@Index('task_name_idx', { synchronize: false })
export class TaskEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'task_pkey' })
  runId!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'task_pkey' })
  seq!: number;

  @Column('integer', { name: 'play_seq', nullable: true })
  playSeq!: number | null;

  @Column('text')
  uuid!: string;

  @Column('text')
  name!: string;

  @Column('text')
  action!: string;

  @Column('text', { nullable: true })
  role!: string | null;

  @Column('text', { nullable: true })
  path!: string | null;

  @Column('integer', { nullable: true })
  line!: number | null;

  @Column('text', { array: true })
  tags!: string[];

  @Column('boolean', { name: 'no_log' })
  noLog!: boolean;

  @Column('boolean')
  handler!: boolean;

  @Column('boolean')
  loop!: boolean;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;
}

/** A managed machine, by its inventory name. */
@Entity('host')
@Register({ holds: 'shared' })
@Unique('host_name_key', ['name'])
export class HostEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'integer',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'host_pkey',
  })
  id!: number;

  @Column('text')
  name!: string;
}

/** What one run did on one host. */
@Entity('run_host')
@Register({ holds: 'folded' })
@Index('run_host_host_id_run_id_idx', ['hostId', 'runId'])
export class RunHostEntity extends ResultCounters {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'run_host_pkey' })
  runId!: string;

  @PrimaryColumn('integer', { name: 'host_id', primaryKeyConstraintName: 'run_host_pkey' })
  hostId!: number;
}

export const RESULT_STATUSES = ['ok', 'changed', 'failed', 'unreachable', 'skipped'] as const;
export type ResultStatus = (typeof RESULT_STATUSES)[number];

/** A task's outcome on a host: typed columns, and a pointer to its body in the ledger. Partitioned by run id. */
@Entity('task_result')
@Register({ holds: 'folded', partitioned: true })
@Index('task_result_host_id_run_id_idx', ['hostId', 'runId'])
@Index('task_result_changed_idx', ['runId'], { where: "status = 'changed'::result_status" })
@Index('task_result_run_id_task_seq_idx', ['runId', 'taskSeq'])
@Index('task_result_failures_idx', ['occurredAt', 'runId', 'seq'], {
  where: "status = ANY (ARRAY['failed'::result_status, 'unreachable'::result_status])",
})
export class TaskResultEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'task_result_pkey' })
  runId!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'task_result_pkey' })
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

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt!: Date;

  @Column('integer', { nullable: true })
  attempts!: number | null;

  @Column('integer', { name: 'item_count', nullable: true })
  itemCount!: number | null;

  @Column('text', { name: 'delegated_to', nullable: true })
  delegatedTo!: string | null;

  /** Of a loop whose items ran on several hosts: those that ran some in place of the host. */
  @Column('jsonb', { nullable: true })
  delegates!: string[] | null;

  /** Of a failed or unreachable result: what Ansible said, bounded. */
  @Column('text', { nullable: true })
  message!: string | null;

  /** Digest of the arguments that the module was given; null when they are not told. Equal digests: equal inputs. */
  @Column('bigint', { name: 'input_digest', nullable: true })
  inputDigest!: string | null;

  @Column('integer', { name: 'batch_no' })
  batchNo!: number;

  /** The line of the body in its batch, from 0. */
  @Column('integer')
  position!: number;
}
