import { Type, type Static, type TProperties, type TSchema } from 'typebox';

/**
 * Wire format v1: what the callback plugin emits, one event a line. Receivers ignore properties
 * they do not know, so v1 grows by adding optional ones; an unknown `type` is kept as a dead letter.
 */

const MAX_SEQ = 2 ** 31 - 1;
const MAX_NAME = 4_096;
const MAX_PATH = 8_192;
/** A --limit of some thousand hosts. */
const MAX_LIMIT = 65_536;

const Name = Type.String({ maxLength: MAX_NAME });
const Path = Type.String({ maxLength: MAX_PATH });
const Seq = Type.Integer({ minimum: 1, maximum: MAX_SEQ });
const Count = Type.Integer({ minimum: 0, maximum: MAX_SEQ });
/** The controller's clock, ISO 8601 in UTC with up to microseconds. */
const Instant = Type.String({
  pattern:
    '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?Z$',
});
/** Seconds since the run's id was made, by a clock that nobody sets; older plugins do not send it. */
const Elapsed = Type.Number({ minimum: 0 });
const Uuid = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
});
const Names = Type.Array(Name, { maxItems: 10_000 });
const Json = Type.Record(Type.String(), Type.Unknown());
const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

function runEvent<K extends string, P extends TProperties>(type: K, properties: P) {
  return Type.Object({
    /** Counts a run's events from 1 without gaps. */
    seq: Seq,
    type: Type.Literal(type),
    occurredAt: Instant,
    elapsed: Type.Optional(Nullable(Elapsed)),
    ...properties,
  });
}

/** What is checked out in a directory, as its .git tells. */
export const Repository = Type.Object({
  path: Path,
  commit: Nullable(Name),
  /** Null for a detached HEAD. */
  branch: Nullable(Name),
  /** URL of the branch's remote, else of origin; credentials are redacted. */
  remote: Nullable(Path),
  /** Whether files differ from the commit or are not in it; null where git does not tell. */
  dirty: Nullable(Type.Boolean()),
});

/** A collection as Ansible finds it; the version is null where it does not tell. */
export const InstalledCollection = Type.Object({ name: Name, version: Nullable(Name) });

/** A command that makes a play of one task, without a playbook. */
export const AdHocCommand = Type.Object({
  program: Type.Union([Type.Literal('ansible'), Type.Literal('ansible-console')]),
  /** The host pattern. */
  pattern: Type.String({ maxLength: 65_536 }),
  module: Name,
  /** Of the module, parsed and redacted; a free form is in `_raw_params`. Null if hidden: by no_log or ignored_arguments. */
  arguments: Nullable(Json),
});

export const RunStarted = runEvent('run_started', {
  playbookPath: Path,
  /** `ansible-playbook a.yml b.yml` makes two runs of one invocation. */
  invocationId: Nullable(Uuid),
  ansibleVersion: Name,
  pythonVersion: Nullable(Name),
  reporterVersion: Nullable(Name),
  controller: Nullable(Name),
  user: Nullable(Name),
  sudoUser: Nullable(Name),
  workingDirectory: Nullable(Path),
  configurationCommit: Nullable(Name),
  /** Around CONFIG_DIR or the working directory. */
  configurationRepository: Type.Optional(Nullable(Repository)),
  /** Around the playbook. */
  playbookRepository: Type.Optional(Nullable(Repository)),
  /** All that are installed where Ansible looks; null where that could not be told. */
  collections: Type.Optional(Nullable(Type.Array(InstalledCollection, { maxItems: 10_000 }))),
  /**
   * The command as it was typed, word by word, the program first: redacted, and of extra variables with the values of
   * those on the plugin's allow-list. Null where a program that has Ansible in it was called, not Ansible.
   */
  commandLine: Type.Optional(Nullable(Type.Array(Type.String({ maxLength: MAX_LIMIT }), { maxItems: 10_000 }))),
  /** Ansible's parsed command line (`context.CLIARGS`), redacted. */
  arguments: Json,
  checkMode: Type.Boolean(),
  diffMode: Type.Boolean(),
  limit: Nullable(Type.String({ maxLength: MAX_LIMIT })),
  tags: Names,
  skipTags: Names,
  inventory: Names,
  forks: Nullable(Count),
  extraVarNames: Names,
  /** Values of the extra variables on the plugin's allow-list, and of no other. */
  extraVars: Json,
  /** Environment variables on the plugin's allow-list. */
  environment: Type.Record(Type.String(), Type.String()),
  labels: Names,
  /**
   * Null for a playbook. For a command, `playbookPath` is a stand-in: of Ansible, or the path of the program. Older
   * plugins do not send it.
   */
  adHoc: Type.Optional(Nullable(AdHocCommand)),
});

export const PlayStarted = runEvent('play_started', {
  uuid: Name,
  name: Name,
  /** The play's host pattern. */
  hosts: Names,
  strategy: Nullable(Name),
  serial: Names,
  roles: Names,
  tags: Names,
});

export const NoHostsMatched = runEvent('no_hosts_matched', { playSeq: Seq });
export const NoHostsRemaining = runEvent('no_hosts_remaining', { playSeq: Seq });

export const TaskStarted = runEvent('task_started', {
  /** `seq` of the play_started this task belongs to. */
  playSeq: Nullable(Seq),
  uuid: Name,
  name: Name,
  action: Name,
  role: Nullable(Name),
  path: Nullable(Path),
  line: Nullable(Count),
  tags: Names,
  noLog: Type.Boolean(),
  handler: Type.Boolean(),
  loop: Type.Boolean(),
});

const ResultStatusSchema = Type.Union([
  Type.Literal('ok'),
  Type.Literal('changed'),
  Type.Literal('failed'),
  Type.Literal('unreachable'),
  Type.Literal('skipped'),
]);

export const TaskResult = runEvent('task_result', {
  /**
   * `seq` of the task_started that this result answers. Ansible reuses a task's uuid when it runs the
   * task again (an included role in a loop, a handler flushed twice), so the uuid does not tell which.
   */
  taskSeq: Nullable(Seq),
  host: Name,
  status: ResultStatusSchema,
  /** Failed or unreachable, and ignore_errors or ignore_unreachable said to go on. */
  ignored: Type.Boolean(),
  /** Failed inside a block that has a rescue section. */
  rescued: Type.Boolean(),
  startedAt: Nullable(Instant),
  startedElapsed: Type.Optional(Nullable(Elapsed)),
  /** How often an until/retries task was tried; null for other tasks. */
  attempts: Nullable(Count),
  /** The host that ran the task in place of `host`; of a loop, if it ran all items. */
  delegatedTo: Nullable(Name),
  /**
   * Of a loop whose items ran on several hosts: those that ran some in place of `host`, each once. Each item names its
   * own in `_ansible_delegated_vars.ansible_delegated_host`. Older plugins do not send it.
   */
  delegates: Type.Optional(Nullable(Names)),
  /**
   * How many items the loop had, also those that the bounded result leaves out; null for a task without a loop, whose
   * module may return `results` of its own, and under no_log. Older plugins do not send it.
   */
  itemCount: Type.Optional(Nullable(Count)),
  /**
   * The result as Ansible gives it, redacted and bounded; a loop's items are in its `results`. Of a list that is too
   * long, `{"_playledger_left_out": "3 of 9 items left out"}` stands where items were.
   */
  result: Json,
});

export const TaskRetried = runEvent('task_retried', {
  taskSeq: Nullable(Seq),
  host: Name,
  /** The attempt that failed, from 1. */
  attempt: Count,
  retries: Nullable(Count),
  result: Json,
});

export const HostRecap = Type.Object({
  ok: Count,
  changed: Count,
  failed: Count,
  skipped: Count,
  unreachable: Count,
  ignored: Count,
  rescued: Count,
});

export const RunFinished = runEvent('run_finished', {
  /** The exit code of the command, where the plugin knows it, else the recap; `interrupted`: there is no recap. */
  outcome: Type.Union([Type.Literal('completed'), Type.Literal('failed'), Type.Literal('interrupted')]),
  /** Why a run was interrupted, in a sentence. */
  reason: Nullable(Type.String({ maxLength: MAX_PATH })),
  /** Ansible's own counters per host; null when Ansible died before it gave them. */
  recap: Nullable(Type.Record(Type.String(), HostRecap)),
  /** What set_stats gave. */
  customStats: Nullable(Json),
  /** The plugin's own counters: events, bytes, batches, retries, spooled, lost, hookSeconds. */
  reporter: Type.Record(Type.String(), Type.Number()),
});

export const RUN_EVENT_SCHEMAS = {
  run_started: RunStarted,
  play_started: PlayStarted,
  no_hosts_matched: NoHostsMatched,
  no_hosts_remaining: NoHostsRemaining,
  task_started: TaskStarted,
  task_result: TaskResult,
  task_retried: TaskRetried,
  run_finished: RunFinished,
} as const;

export type RunEventType = keyof typeof RUN_EVENT_SCHEMAS;
export type AdHocCommand = Static<typeof AdHocCommand>;
export type RunStarted = Static<typeof RunStarted>;
export type PlayStarted = Static<typeof PlayStarted>;
export type NoHostsMatched = Static<typeof NoHostsMatched>;
export type NoHostsRemaining = Static<typeof NoHostsRemaining>;
export type TaskStarted = Static<typeof TaskStarted>;
export type TaskResult = Static<typeof TaskResult>;
export type TaskRetried = Static<typeof TaskRetried>;
export type RunFinished = Static<typeof RunFinished>;
export type HostRecap = Static<typeof HostRecap>;
export type ResultStatus = Static<typeof ResultStatusSchema>;
export type RunEvent =
  RunStarted | PlayStarted | NoHostsMatched | NoHostsRemaining | TaskStarted | TaskResult | TaskRetried | RunFinished;
