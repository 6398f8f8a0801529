import { uuidTime } from '#database';
import type { FoldedRows } from './fold-events.js';
import { asJson, type FoldTable } from './fold-table.js';
import { RECAP } from './recap.js';

/** The run's own row: made by whichever event comes first; each column is filled by the one event that has it. */
export const RUN_TABLE: FoldTable = {
  name: 'run',
  valuesOf: (folded, { runId }) => asJson([runRow(folded, runId)]),
  insert: (given) => `INSERT INTO run AS known (
      id, status, started_at, finished_at, last_event_at, final_seq, interrupted_reason, playbook_path, invocation_id,
      ansible_version, python_version, reporter_version, controller, user_name, sudo_user, working_directory,
      configuration_commit, configuration_repository, playbook_repository, collections, arguments, check_mode, diff_mode,
      limit_pattern, tags, skip_tags, inventory, forks, extra_var_names, extra_vars, environment, labels, custom_stats,
      reporter,
      results_ok, results_changed, results_failed, results_skipped, results_unreachable, results_ignored,
      results_rescued,
      recap_ok, recap_changed, recap_failed, recap_skipped, recap_unreachable, recap_ignored, recap_rescued
    )
    SELECT $1, coalesce(new.outcome, 'running'), coalesce(new."startedAt", new."beganAt"), new."finishedAt", new."lastEventAt",
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
    FROM json_to_recordset(${given}::json) AS new(
      outcome run_status, "beganAt" timestamptz, "startedAt" timestamptz, "finishedAt" timestamptz, "lastEventAt" timestamptz,
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
      recap_rescued = coalesce(excluded.recap_rescued, known.recap_rescued)
    RETURNING known.status, known.derived_at`,
};

function runRow({ run, hosts }: FoldedRows, runId: string): object {
  const { started, finished } = run;
  const { recap, outcome, ...finishedColumns } = finished ?? { recap: null, outcome: null };
  const counted = (key: (typeof RECAP)[number]) => hosts.reduce((sum, host) => sum + host.counts[key], 0);
  return {
    ...started,
    ...finishedColumns,
    // Until it is known when the run started: its id tells when the plugin made it.
    beganAt: uuidTime(runId),
    lastEventAt: run.lastEventAt,
    outcome,
    ...Object.fromEntries(RECAP.map((key) => [`results_${key}`, counted(key)])),
    ...Object.fromEntries(RECAP.map((key) => [`recap_${key}`, recap?.[key] ?? null])),
  };
}
