import type { EntityManager } from 'typeorm';
import { uuidTime } from '#database';
import { writeFailures } from '../failures/write-failures.js';
import type { FoldedRows, HostRow, RunRow } from './fold-events.js';

/**
 * Writes what a fold gave, a statement a table. Every statement may see rows of earlier or later events of the same
 * run, and leaves the same tables in any order. Counters are added: the caller folds each event once.
 */
export async function writeRows(tx: EntityManager, runId: string, rows: FoldedRows, hostIds: HostIds): Promise<void> {
  await writeRun(tx, runId, rows.run, rows.hosts);
  await writePlays(tx, runId, rows);
  await writeTasks(tx, runId, rows);
  await writeResults(tx, runId, rows, hostIds);
  await writeContainers(tx, runId, rows, hostIds);
  await writeFailures(tx, runId, rows.failures, hostIds);
  await writeDiffs(tx, runId, rows);
  await writeHosts(tx, runId, rows.hosts, hostIds);
}

export type HostIds = ReadonlyMap<string, number>;

/**
 * Ids of hosts by name, making those that are new. Outside the fold's transaction, so that two folds that meet the
 * same new host do not wait for each other.
 */
export async function hostIdsOf(db: EntityManager, names: readonly string[]): Promise<HostIds> {
  if (names.length === 0) return new Map();
  const find = () =>
    db.query<{ id: number; name: string }[]>(`SELECT host.id, host.name FROM host WHERE host.name = ANY($1)`, [names]);
  let found = await find();
  if (found.length < names.length) {
    await db.query(
      `INSERT INTO host (name) SELECT name FROM unnest($1::text[]) AS name ORDER BY name ON CONFLICT (name) DO NOTHING`,
      [names],
    );
    found = await find();
  }
  return new Map(found.map(({ id, name }) => [name, id]));
}

const RECAP = ['ok', 'changed', 'failed', 'skipped', 'unreachable', 'ignored', 'rescued'] as const;

async function writeRun(tx: EntityManager, runId: string, run: RunRow, hosts: readonly HostRow[]): Promise<void> {
  const { started, finished } = run;
  const { recap, outcome, ...finishedColumns } = finished ?? { recap: null, outcome: null };
  const counts = RECAP.map((key) => hosts.reduce((sum, host) => sum + host.counts[key], 0));
  const row = {
    ...started,
    ...finishedColumns,
    lastEventAt: run.lastEventAt,
    outcome,
    ...Object.fromEntries(RECAP.map((key, index) => [`results_${key}`, counts[index]])),
    ...Object.fromEntries(RECAP.map((key) => [`recap_${key}`, recap?.[key] ?? null])),
  };
  // The run's row is made by whichever event comes first; each column is filled by the one event that has it.
  await tx.query(
    `INSERT INTO run AS known (
       id, status, started_at, finished_at, last_event_at, final_seq, interrupted_reason, playbook_path, invocation_id,
       ansible_version, python_version, reporter_version, controller, user_name, sudo_user, working_directory,
       configuration_commit, configuration_repository, playbook_repository, collections, arguments, check_mode,
       diff_mode, limit_pattern, tags, skip_tags, inventory, forks, extra_var_names, extra_vars, environment, labels,
       custom_stats, reporter,
       results_ok, results_changed, results_failed, results_skipped, results_unreachable, results_ignored,
       results_rescued,
       recap_ok, recap_changed, recap_failed, recap_skipped, recap_unreachable, recap_ignored, recap_rescued
     )
     SELECT $1, coalesce(new.outcome, 'running'), coalesce(new."startedAt", $3), new."finishedAt", new."lastEventAt",
       new."finalSeq", new."interruptedReason", new."playbookPath", new."invocationId", new."ansibleVersion",
       new."pythonVersion", new."reporterVersion", new.controller, new."userName", new."sudoUser",
       new."workingDirectory", new."configurationCommit", new."configurationRepository", new."playbookRepository",
       new.collections, new.arguments, new."checkMode", new."diffMode", new."limitPattern", new.tags, new."skipTags",
       new.inventory, new.forks, new."extraVarNames", new."extraVars", new.environment, new.labels, new."customStats",
       new.reporter,
       new.results_ok, new.results_changed, new.results_failed, new.results_skipped, new.results_unreachable,
       new.results_ignored, new.results_rescued,
       new.recap_ok, new.recap_changed, new.recap_failed, new.recap_skipped, new.recap_unreachable, new.recap_ignored,
       new.recap_rescued
     FROM jsonb_to_record($2) AS new(
       outcome run_status, "startedAt" timestamptz, "finishedAt" timestamptz, "lastEventAt" timestamptz,
       "finalSeq" integer, "interruptedReason" text, "playbookPath" text, "invocationId" uuid, "ansibleVersion" text,
       "pythonVersion" text, "reporterVersion" text, controller text, "userName" text, "sudoUser" text,
       "workingDirectory" text, "configurationCommit" text, "configurationRepository" jsonb,
       "playbookRepository" jsonb, collections jsonb, arguments jsonb, "checkMode" boolean, "diffMode" boolean,
       "limitPattern" text, tags text[], "skipTags" text[], inventory text[], forks integer, "extraVarNames" text[],
       "extraVars" jsonb, environment jsonb, labels text[], "customStats" jsonb, reporter jsonb,
       results_ok integer, results_changed integer, results_failed integer, results_skipped integer,
       results_unreachable integer, results_ignored integer, results_rescued integer,
       recap_ok integer, recap_changed integer, recap_failed integer, recap_skipped integer,
       recap_unreachable integer, recap_ignored integer, recap_rescued integer
     )
     ON CONFLICT (id) DO UPDATE SET
       -- An event of a run that seemed interrupted proves it alive, unless the plugin itself said that it ended.
       status = CASE WHEN excluded.final_seq IS NOT NULL OR known.final_seq IS NULL
         THEN excluded.status ELSE known.status END,
       started_at = CASE WHEN excluded.playbook_path IS NOT NULL THEN excluded.started_at ELSE known.started_at END,
       finished_at = coalesce(excluded.finished_at, known.finished_at),
       last_event_at = greatest(excluded.last_event_at, known.last_event_at),
       final_seq = coalesce(excluded.final_seq, known.final_seq),
       interrupted_reason = CASE WHEN excluded.final_seq IS NOT NULL OR known.final_seq IS NULL
         THEN excluded.interrupted_reason ELSE known.interrupted_reason END,
       playbook_path = coalesce(excluded.playbook_path, known.playbook_path),
       invocation_id = coalesce(excluded.invocation_id, known.invocation_id),
       ansible_version = coalesce(excluded.ansible_version, known.ansible_version),
       python_version = coalesce(excluded.python_version, known.python_version),
       reporter_version = coalesce(excluded.reporter_version, known.reporter_version),
       controller = coalesce(excluded.controller, known.controller),
       user_name = coalesce(excluded.user_name, known.user_name),
       sudo_user = coalesce(excluded.sudo_user, known.sudo_user),
       working_directory = coalesce(excluded.working_directory, known.working_directory),
       configuration_commit = coalesce(excluded.configuration_commit, known.configuration_commit),
       configuration_repository = coalesce(excluded.configuration_repository, known.configuration_repository),
       playbook_repository = coalesce(excluded.playbook_repository, known.playbook_repository),
       collections = coalesce(excluded.collections, known.collections),
       arguments = coalesce(excluded.arguments, known.arguments),
       check_mode = coalesce(excluded.check_mode, known.check_mode),
       diff_mode = coalesce(excluded.diff_mode, known.diff_mode),
       limit_pattern = coalesce(excluded.limit_pattern, known.limit_pattern),
       tags = coalesce(excluded.tags, known.tags),
       skip_tags = coalesce(excluded.skip_tags, known.skip_tags),
       inventory = coalesce(excluded.inventory, known.inventory),
       forks = coalesce(excluded.forks, known.forks),
       extra_var_names = coalesce(excluded.extra_var_names, known.extra_var_names),
       extra_vars = coalesce(excluded.extra_vars, known.extra_vars),
       environment = coalesce(excluded.environment, known.environment),
       labels = coalesce(excluded.labels, known.labels),
       custom_stats = coalesce(excluded.custom_stats, known.custom_stats),
       reporter = coalesce(excluded.reporter, known.reporter),
       results_ok = known.results_ok + excluded.results_ok,
       results_changed = known.results_changed + excluded.results_changed,
       results_failed = known.results_failed + excluded.results_failed,
       results_skipped = known.results_skipped + excluded.results_skipped,
       results_unreachable = known.results_unreachable + excluded.results_unreachable,
       results_ignored = known.results_ignored + excluded.results_ignored,
       results_rescued = known.results_rescued + excluded.results_rescued,
       recap_ok = coalesce(excluded.recap_ok, known.recap_ok),
       recap_changed = coalesce(excluded.recap_changed, known.recap_changed),
       recap_failed = coalesce(excluded.recap_failed, known.recap_failed),
       recap_skipped = coalesce(excluded.recap_skipped, known.recap_skipped),
       recap_unreachable = coalesce(excluded.recap_unreachable, known.recap_unreachable),
       recap_ignored = coalesce(excluded.recap_ignored, known.recap_ignored),
       recap_rescued = coalesce(excluded.recap_rescued, known.recap_rescued)`,
    [runId, JSON.stringify(row), uuidTime(runId)],
  );
}

async function writePlays(tx: EntityManager, runId: string, rows: FoldedRows): Promise<void> {
  if (rows.plays.length > 0) {
    await tx.query(
      `INSERT INTO play (run_id, seq, uuid, name, hosts, strategy, serial, roles, tags, started_at)
       SELECT $1, new.seq, new.uuid, new.name, new.hosts, new.strategy, new.serial, new.roles, new.tags, new."startedAt"
       FROM jsonb_to_recordset($2) AS new(
         seq integer, uuid text, name text, hosts text[], strategy text, serial text[], roles text[], tags text[],
         "startedAt" timestamptz
       )
       ON CONFLICT (run_id, seq) DO UPDATE SET
         uuid = excluded.uuid, name = excluded.name, hosts = excluded.hosts, strategy = excluded.strategy,
         serial = excluded.serial, roles = excluded.roles, tags = excluded.tags, started_at = excluded.started_at`,
      [runId, JSON.stringify(rows.plays)],
    );
  }
  if (rows.playFlags.length > 0) {
    await tx.query(
      `INSERT INTO play (run_id, seq, no_hosts_matched, no_hosts_remaining)
       SELECT $1, new.seq, bool_or(new."noHostsMatched"), bool_or(new."noHostsRemaining")
       FROM jsonb_to_recordset($2) AS new(seq integer, "noHostsMatched" boolean, "noHostsRemaining" boolean)
       GROUP BY new.seq
       ON CONFLICT (run_id, seq) DO UPDATE SET
         no_hosts_matched = play.no_hosts_matched OR excluded.no_hosts_matched,
         no_hosts_remaining = play.no_hosts_remaining OR excluded.no_hosts_remaining`,
      [runId, JSON.stringify(rows.playFlags)],
    );
  }
}

async function writeTasks(tx: EntityManager, runId: string, rows: FoldedRows): Promise<void> {
  if (rows.tasks.length === 0) return;
  await tx.query(
    `INSERT INTO task (
       run_id, seq, play_seq, uuid, name, action, role, path, line, tags, no_log, handler, loop, started_at
     )
     SELECT $1, new.seq, new."playSeq", new.uuid, new.name, new.action, new.role, new.path, new.line, new.tags,
       new."noLog", new.handler, new.loop, new."startedAt"
     FROM jsonb_to_recordset($2) AS new(
       seq integer, "playSeq" integer, uuid text, name text, action text, role text, path text, line integer,
       tags text[], "noLog" boolean, handler boolean, loop boolean, "startedAt" timestamptz
     )
     ON CONFLICT (run_id, seq) DO NOTHING`,
    [runId, JSON.stringify(rows.tasks)],
  );
}

async function writeResults(tx: EntityManager, runId: string, rows: FoldedRows, hostIds: HostIds): Promise<void> {
  if (rows.results.length === 0) return;
  const results = rows.results.map(({ host, ...result }) => ({ ...result, hostId: hostIds.get(host) }));
  await tx.query(
    `INSERT INTO task_result (
       run_id, seq, task_seq, host_id, status, ignored, rescued, started_at, occurred_at, attempts, item_count,
       delegated_to, message, input_digest, batch_no, position
     )
     SELECT $1, new.seq, new."taskSeq", new."hostId", new.status, new.ignored, new.rescued, new."startedAt",
       new."occurredAt", new.attempts, new."itemCount", new."delegatedTo", new.message, new."inputDigest",
       new."batchNo", new.position
     FROM jsonb_to_recordset($2) AS new(
       seq integer, "taskSeq" integer, "hostId" integer, status result_status, ignored boolean, rescued boolean,
       "startedAt" timestamptz, "occurredAt" timestamptz, attempts integer, "itemCount" integer, "delegatedTo" text,
       message text, "inputDigest" bigint, "batchNo" integer, position integer
     )
     ON CONFLICT (run_id, seq) DO NOTHING`,
    [runId, JSON.stringify(results)],
  );
}

async function writeContainers(tx: EntityManager, runId: string, rows: FoldedRows, hostIds: HostIds): Promise<void> {
  if (rows.containers.length === 0) return;
  const containers = rows.containers.map(({ host, ...container }) => ({ ...container, hostId: hostIds.get(host) }));
  await tx.query(
    `INSERT INTO container_result (run_id, seq, item, task_seq, host_id, action, name, image, changed, failed)
     SELECT $1, new.seq, new.item, new."taskSeq", new."hostId", new.action, new.name, new.image, new.changed, new.failed
     FROM jsonb_to_recordset($2) AS new(
       seq integer, item integer, "taskSeq" integer, "hostId" integer, action text, name text, image text,
       changed boolean, failed boolean
     )
     ON CONFLICT (run_id, seq, item) DO NOTHING`,
    [runId, JSON.stringify(containers)],
  );
}

async function writeDiffs(tx: EntityManager, runId: string, rows: FoldedRows): Promise<void> {
  if (rows.diffs.length === 0) return;
  await tx.query(
    `INSERT INTO result_diff (run_id, seq, state, text)
     SELECT $1, new.seq, new.state, new.text
     FROM jsonb_to_recordset($2) AS new(seq integer, state diff_state, text text)
     ON CONFLICT (run_id, seq) DO NOTHING`,
    [runId, JSON.stringify(rows.diffs)],
  );
}

async function writeHosts(
  tx: EntityManager,
  runId: string,
  hosts: readonly HostRow[],
  hostIds: HostIds,
): Promise<void> {
  if (hosts.length === 0) return;
  const rows = hosts.map(({ host, counts, recap }) => ({
    hostId: hostIds.get(host),
    ...Object.fromEntries(RECAP.map((key) => [`results_${key}`, counts[key]])),
    ...Object.fromEntries(RECAP.map((key) => [`recap_${key}`, recap?.[key] ?? null])),
  }));
  const results = RECAP.map((key) => `results_${key}`);
  const recaps = RECAP.map((key) => `recap_${key}`);
  const columns = [...results, ...recaps];
  await tx.query(
    `INSERT INTO run_host AS known (run_id, host_id, ${columns.join(', ')})
     SELECT $1, new."hostId", ${columns.map((column) => `new.${column}`).join(', ')}
     FROM jsonb_to_recordset($2) AS new("hostId" integer, ${columns.map((column) => `${column} integer`).join(', ')})
     ON CONFLICT (run_id, host_id) DO UPDATE SET
       ${[
         ...results.map((column) => `${column} = known.${column} + excluded.${column}`),
         ...recaps.map((column) => `${column} = coalesce(excluded.${column}, known.${column})`),
       ].join(', ')}`,
    [runId, JSON.stringify(rows)],
  );
}
