import type { EntityManager } from 'typeorm';
import {
  INCLUDING_ACTIONS,
  LOOKING_ACTIONS,
  type ContainerResult,
  type PlayFacts,
  type RoleWork,
  type RunFacts,
} from '#history';

/** A run's projected rows, as the rules of its derivation take them. */
export interface ReadRun {
  run: RunFacts;
  plays: PlayFacts[];
  work: RoleWork[];
  containers: ContainerResult[];
}

/** Reads the rows of a run, its results added up; null while none of its events is folded. Bodies are not read. */
export async function readRun(tx: EntityManager, runId: string): Promise<ReadRun | null> {
  const [run] = await tx.query<RunFacts[]>(
    `SELECT run.status, coalesce(run.check_mode, false) AS "checkMode", run.playbook_path AS "playbookPath",
       run.ad_hoc_command IS NOT NULL AS "isAdHoc",
       run.working_directory AS "workingDirectory", run.user_name AS "userName", run.sudo_user AS "sudoUser",
       run.configuration_commit AS "configurationCommit", coalesce(run.extra_vars, '{}') AS "extraVars",
       coalesce(run.environment, '{}') AS "environmentVariables", coalesce(run.tags, '{}') AS tags
     FROM run
     WHERE run.id = $1`,
    [runId],
  );
  if (run === undefined) return null;
  return {
    run,
    plays: await tx.query<PlayFacts[]>(
      `SELECT play.seq, coalesce(play.name, '') AS name, coalesce(play.hosts, '{}') AS hosts,
         coalesce(play.roles, '{}') AS roles
       FROM play
       WHERE play.run_id = $1`,
      [runId],
    ),
    work: await readWork(tx, runId),
    containers: await tx.query<ContainerResult[]>(
      `SELECT task.play_seq AS "playSeq", task.role, container_result.host_id AS "hostId", container_result.action,
         container_result.name, container_result.image, container_result.changed, container_result.failed
       FROM container_result
       JOIN task ON task.run_id = container_result.run_id AND task.seq = container_result.task_seq
       WHERE container_result.run_id = $1 AND task.play_seq IS NOT NULL
       ORDER BY container_result.seq, container_result.item`,
      [runId],
    ),
  };
}

/** One row for each play, role, kind of task and host, however many results there are. */
function readWork(tx: EntityManager, runId: string): Promise<RoleWork[]> {
  const status = (name: string) => `count(*) FILTER (WHERE task_result.status = '${name}')`;
  return tx.query<RoleWork[]>(
    `SELECT grouped.play_seq AS "playSeq", grouped.role, grouped.host_id AS "hostId", grouped.kind,
       jsonb_build_object(
         'ok', grouped.ok, 'changed', grouped.changed, 'failed', grouped.failed, 'skipped', grouped.skipped,
         'unreachable', grouped.unreachable, 'ignored', grouped.ignored, 'rescued', grouped.rescued
       ) AS counts,
       grouped.broken, grouped.lost,
       to_char(grouped.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "startedAt",
       to_char(grouped.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "endedAt"
     FROM (
       SELECT known_task.play_seq, known_task.role, task_result.host_id, known_task.kind,
         ${status('ok')} AS ok, ${status('changed')} AS changed, ${status('failed')} AS failed,
         ${status('skipped')} AS skipped, ${status('unreachable')} AS unreachable,
         count(*) FILTER (WHERE task_result.ignored) AS ignored,
         count(*) FILTER (WHERE task_result.rescued) AS rescued,
         (count(*) FILTER (
           WHERE task_result.status = 'failed' AND NOT task_result.ignored AND NOT task_result.rescued
         ))::integer AS broken,
         (count(*) FILTER (WHERE task_result.status = 'unreachable' AND NOT task_result.ignored))::integer AS lost,
         min(coalesce(task_result.started_at, known_task.started_at)) AS started_at,
         max(task_result.occurred_at) AS ended_at
       FROM (
         SELECT task.seq, task.play_seq, task.role, task.started_at,
           CASE
             WHEN task.action = ANY($2) THEN 'include'
             WHEN task.action = ANY($3) THEN 'look'
             ELSE 'work'
           END AS kind
         FROM task
         WHERE task.run_id = $1 AND task.play_seq IS NOT NULL
       ) AS known_task
       JOIN task_result ON task_result.run_id = $1 AND task_result.task_seq = known_task.seq
       GROUP BY known_task.play_seq, known_task.role, task_result.host_id, known_task.kind
     ) AS grouped
     ORDER BY grouped.play_seq, grouped.role, grouped.host_id, grouped.kind`,
    [runId, INCLUDING_ACTIONS, LOOKING_ACTIONS],
  );
}
