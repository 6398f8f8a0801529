import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Register } from './register.js';

/** Counts of task results by status; `ignored` and `rescued` count again those that were. */
export type StoredResultCounts = Record<
  'ok' | 'changed' | 'failed' | 'skipped' | 'unreachable' | 'ignored' | 'rescued',
  number
>;

/** Where derived columns come from, by the name of the column in camel case; null where the column is. */
export type StoredSources = Record<string, string | null>;

/** Who ran a run, where and with what: derived, and empty where nothing tells it. */
@Entity('run_origin')
@Register({ holds: 'derived' })
@Index('run_origin_operator_idx', ['operator', 'runId'])
export class RunOriginEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'run_origin_pkey' })
  runId!: string;

  @Column('text', { nullable: true })
  environment!: string | null;

  @Column('text', { nullable: true })
  action!: string | null;

  @Column('text', { nullable: true })
  operator!: string | null;

  @Column('text', { name: 'configuration_commit', nullable: true })
  configurationCommit!: string | null;

  @Column('jsonb')
  sources!: StoredSources;
}

/** What a result of kolla's container module, or one item of it, says about a container. */
@Entity('container_result')
@Register({ holds: 'folded' })
export class ContainerResultEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'container_result_pkey' })
  runId!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'container_result_pkey' })
  seq!: number;

  /** Index of the loop's item; 0 when the task is no loop. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'container_result_pkey' })
  item!: number;

  @Column('integer', { name: 'task_seq', nullable: true })
  taskSeq!: number | null;

  @Column('integer', { name: 'host_id' })
  hostId!: number;

  /** The module's own: compare_container, recreate_or_restart_container, pull_image, ... */
  @Column('text')
  action!: string;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text', { nullable: true })
  image!: string | null;

  @Column('boolean')
  changed!: boolean;

  @Column('boolean')
  failed!: boolean;
}

export const DEPLOYMENT_OUTCOMES = ['running', 'completed', 'failed', 'interrupted'] as const;
export type StoredDeploymentOutcome = (typeof DEPLOYMENT_OUTCOMES)[number];

/** What one run did to one service. */
@Entity('deployment')
@Register({ holds: 'derived' })
@Index('deployment_started_at_idx', ['startedAt', 'runId', 'service'])
@Index('deployment_duration_idx', ['duration', 'runId', 'service'])
@Index('deployment_service_idx', ['service', 'startedAt', 'runId'])
@Index('deployment_operator_idx', ['operator', 'startedAt', 'runId', 'service'])
export class DeploymentEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'deployment_pkey' })
  runId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'deployment_pkey' })
  service!: string;

  @Column('text', { nullable: true })
  action!: string | null;

  @Column('text', { nullable: true })
  release!: string | null;

  @Column('text', { nullable: true })
  environment!: string | null;

  @Column('text', { nullable: true })
  operator!: string | null;

  @Column('text', { name: 'configuration_commit', nullable: true })
  configurationCommit!: string | null;

  @Column('boolean', { name: 'check_mode' })
  checkMode!: boolean;

  /** Neither check mode nor an action that leaves what runs as it is. */
  @Column('boolean', { name: 'changes_state' })
  changesState!: boolean;

  @Column('enum', { enum: DEPLOYMENT_OUTCOMES, enumName: 'deployment_outcome' })
  outcome!: StoredDeploymentOutcome;

  @Column('text', { name: 'image_tags', array: true })
  imageTags!: string[];

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'ended_at' })
  endedAt!: Date;

  /** Seconds. */
  @Column('double precision')
  duration!: number;

  @Column('integer', { name: 'host_count' })
  hostCount!: number;

  /** Those of the hosts that were reached. */
  @Column('integer', { name: 'deployed_host_count' })
  deployedHostCount!: number;

  @Column('jsonb')
  results!: StoredResultCounts;

  @Column('jsonb')
  sources!: StoredSources;
}

/** `running` and `interrupted`: of a run that has not come to its end. */
export const DEPLOYMENT_HOST_OUTCOMES = ['ok', 'changed', 'failed', 'unreachable', 'running', 'interrupted'] as const;
export type StoredDeploymentHostOutcome = (typeof DEPLOYMENT_HOST_OUTCOMES)[number];

/** A container as a deployment left it. */
export interface StoredContainer {
  name: string | null;
  image: string;
  tag: string | null;
  /** Started or restarted with this image, or found running with it. */
  confirmed: boolean;
}

/** What one run did to one service on one host; repeats what the state and the history of a host need. */
@Entity('deployment_host')
// `superseded_at` is of other runs, which stand beside it: the derivation compares what it makes with what it finds.
@Register({ holds: 'derived', scope: 'view', rebuild: 'keep' })
@Index('deployment_host_state_idx', ['service', 'hostId', 'endedAt', 'runId'], {
  where: '(is_state OR is_unfinished)',
})
@Index('deployment_host_current_idx', ['service', 'hostId'], {
  where: '((is_state OR is_unfinished) AND (superseded_at IS NULL))',
})
@Index('deployment_host_host_id_idx', ['hostId', 'startedAt', 'runId', 'service'])
export class DeploymentHostEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'deployment_host_pkey' })
  runId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'deployment_host_pkey' })
  service!: string;

  @PrimaryColumn('integer', { name: 'host_id', primaryKeyConstraintName: 'deployment_host_pkey' })
  hostId!: number;

  @Column('text', { nullable: true })
  environment!: string | null;

  @Column('text', { nullable: true })
  action!: string | null;

  @Column('text', { nullable: true })
  release!: string | null;

  @Column('boolean', { name: 'check_mode' })
  checkMode!: boolean;

  /** Deployed to its end, and by a deployment that changes state. */
  @Column('boolean', { name: 'is_state' })
  isState!: boolean;

  /** Worked on by a deployment that changes state, and not to its end: it failed, broke off or goes on. */
  @Column('boolean', { name: 'is_unfinished' })
  isUnfinished!: boolean;

  /** Reached, and worked on. */
  @Column('boolean')
  deployed!: boolean;

  @Column('enum', { enum: DEPLOYMENT_HOST_OUTCOMES, enumName: 'deployment_host_outcome' })
  outcome!: StoredDeploymentHostOutcome;

  @Column('text', { name: 'image_tag', nullable: true })
  imageTag!: string | null;

  @Column('uuid', { name: 'container_set_key' })
  containerSetKey!: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'ended_at' })
  endedAt!: Date;

  @Column('jsonb')
  results!: StoredResultCounts;

  /**
   * Of a row that is state: when the next one of the service on the host in the same environment ended. Of one that is
   * unfinished: when the next one ended that is state or unfinished. null for the last one, and for other rows.
   */
  @Column('timestamptz', { name: 'superseded_at', nullable: true })
  supersededAt!: Date | null;
}

/** The containers that a deployment left on a host: most leave the same as many others, and never change. */
@Entity('container_set')
// Found by its key alone, which stands in rows that have a view.
@Register({ holds: 'shared', scope: 'none' })
export class ContainerSetEntity {
  /** MD5 of the containers, as Postgres writes them. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'container_set_pkey' })
  key!: string;

  @Column('jsonb')
  containers!: StoredContainer[];
}

/** A service that was ever deployed. */
@Entity('service')
@Register({ holds: 'shared' })
export class ServiceEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'service_pkey' })
  name!: string;

  /** Another one whenever what runs of it anywhere has changed: the next of the sequence service_state_version. */
  @Column('bigint', { name: 'state_version' })
  stateVersion!: string;
}

/** A service and a host on which it was ever deployed. */
@Entity('service_host')
@Register({ holds: 'shared' })
export class ServiceHostEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'service_host_pkey' })
  service!: string;

  @PrimaryColumn('integer', { name: 'host_id', primaryKeyConstraintName: 'service_host_pkey' })
  hostId!: number;
}
