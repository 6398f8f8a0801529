/** Task results by status, each counted once; ignored and rescued count again those that were. */
export type ResultCounts = Record<
  'ok' | 'changed' | 'failed' | 'skipped' | 'unreachable' | 'ignored' | 'rescued',
  number
>;

/** What a run says about itself. */
export interface RunFacts {
  status: 'running' | 'completed' | 'failed' | 'interrupted';
  checkMode: boolean;
  /** A command of `ansible` or ansible-console, which deploys nothing, whatever it changes. */
  isAdHoc: boolean;
  playbookPath: string | null;
  workingDirectory: string | null;
  userName: string | null;
  sudoUser: string | null;
  configurationCommit: string | null;
  /** Those of the command line; Ansible says `all` where none were given. */
  tags: string[];
  /** Extra variables whose values the plugin sends; of one given twice, the last. */
  extraVars: Record<string, unknown>;
  /** Environment variables that the plugin sends. */
  environmentVariables: Record<string, string>;
}

export interface PlayFacts {
  seq: number;
  name: string;
  /** The play's host pattern: Ansible names a play without a name after it. */
  hosts: string[];
  /** Its list of roles, without those that tasks include. */
  roles: string[];
}

/**
 * What a task does to a host, judged by its action: `include` brings other tasks, `look` learns something or groups
 * hosts, `work` is everything else.
 */
export type TaskKind = 'include' | 'look' | 'work';

/** The results of a play's tasks of one role and kind on one host, added up. */
export interface RoleWork {
  playSeq: number;
  /** null for tasks outside of any role. */
  role: string | null;
  hostId: number;
  kind: TaskKind;
  counts: ResultCounts;
  /** Failures that were neither ignored nor rescued. */
  broken: number;
  /** Times the host could not be reached, and that was not ignored. */
  lost: number;
  /** ISO 8601 with six digits of a second, in UTC: such texts sort as their times do. */
  startedAt: string;
  endedAt: string;
}

/** A result of kolla's container module, or one item of it. */
export interface ContainerResult {
  playSeq: number;
  role: string | null;
  hostId: number;
  /** compare_container, recreate_or_restart_container, stop_container, pull_image, ... */
  action: string;
  name: string | null;
  image: string | null;
  changed: boolean;
  failed: boolean;
}
