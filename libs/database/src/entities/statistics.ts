import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Register } from './register.js';
import { RUN_STATUSES, type RunStatus } from './runs.js';

/** What is counted: whole runs, what they did to a service, on a host, or to a service on a host. */
export const STATISTIC_SCOPES = ['run', 'service', 'host', 'service_host'] as const;
export type StatisticScope = (typeof STATISTIC_SCOPES)[number];

/**
 * What one run has added to the statistics of its day: kept, so that it can be taken back when the run is derived
 * again.
 */
@Entity('run_statistic')
// It tells what the run has added to the days: the derivation takes that back.
@Register({ holds: 'derived', rebuild: 'keep' })
@Index('run_statistic_host_id_idx', ['scope', 'hostId', 'day'])
export class RunStatisticEntity {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'run_statistic_pkey' })
  runId!: string;

  @PrimaryColumn('enum', {
    enum: STATISTIC_SCOPES,
    enumName: 'statistic_scope',
    primaryKeyConstraintName: 'run_statistic_pkey',
  })
  scope!: StatisticScope;

  /** Empty in a scope without services. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'run_statistic_pkey' })
  service!: string;

  /** 0 in a scope without hosts. */
  @PrimaryColumn('integer', { name: 'host_id', primaryKeyConstraintName: 'run_statistic_pkey' })
  hostId!: number;

  /** On which the run started, in UTC. */
  @Column('date')
  day!: string;

  /** Empty when it is not known, as `action`. */
  @Column('text')
  environment!: string;

  @Column('text')
  action!: string;

  @Column('boolean', { name: 'check_mode' })
  checkMode!: boolean;

  @Column('enum', { enum: RUN_STATUSES, enumName: 'run_status' })
  outcome!: RunStatus;

  /** Failed and unreachable results that nothing took care of. */
  @Column('integer')
  failures!: number;

  /** Changed results. */
  @Column('integer')
  changed!: number;

  /** Seconds; null on a host on which nothing was deployed. */
  @Column('double precision', { nullable: true })
  duration!: number | null;
}

/** The sums of `run_statistic` over the runs of a day. */
@Entity('day_statistic')
@Register({ holds: 'shared' })
@Index('day_statistic_host_id_idx', ['scope', 'hostId', 'day', 'checkMode', 'runs'])
export class DayStatisticEntity {
  @PrimaryColumn('enum', {
    enum: STATISTIC_SCOPES,
    enumName: 'statistic_scope',
    primaryKeyConstraintName: 'day_statistic_pkey',
  })
  scope!: StatisticScope;

  @PrimaryColumn('date', { primaryKeyConstraintName: 'day_statistic_pkey' })
  day!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'day_statistic_pkey' })
  service!: string;

  @PrimaryColumn('integer', { name: 'host_id', primaryKeyConstraintName: 'day_statistic_pkey' })
  hostId!: number;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'day_statistic_pkey' })
  environment!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'day_statistic_pkey' })
  action!: string;

  @PrimaryColumn('boolean', { name: 'check_mode', primaryKeyConstraintName: 'day_statistic_pkey' })
  checkMode!: boolean;

  @Column('integer')
  runs!: number;

  @Column('integer')
  completed!: number;

  @Column('integer')
  failed!: number;

  @Column('integer')
  interrupted!: number;

  @Column('bigint')
  failures!: string;

  @Column('bigint')
  changed!: string;
}
