import type { DataSource } from 'typeorm';
import { parseJson } from '#exact-json';
import type { ToldResult } from '#history';
import { BatchReader, linesAt, type StoredBody } from '#ledger';
import { namesOfRun } from '../failures/run-names.js';
import { sharesSignature } from '../failures/shared-signature.js';

/** Groups looked at in one turn, and successful results for each: what a turn may cost. */
const GROUPS_PER_TURN = 20;
const RESULTS_PER_GROUP = 20;
/** Of a task that always fails, only so many of its last appearances are searched for a success. */
const TASKS_PER_GROUP = 50;

interface Group {
  fingerprint: string;
  signature: string;
  action: string | null;
  role: string | null;
  name: string | null;
}

interface Success extends StoredBody {
  position: number;
  hosts: string[];
}

/**
 * Looks for what groups of failures say in the newest successful results of the same tasks, and keeps how often it was
 * found. New groups first; others again a day later if they have been seen since. Answers how many it looked at.
 */
export async function checkSignatures(dataSource: DataSource): Promise<number> {
  const groups = await groupsToCheck(dataSource);
  for (const group of groups) {
    const successes = await successesOf(dataSource, group);
    const reader = new BatchReader();
    let matching = 0;
    for (const { position, hosts, ...stored } of successes) {
      const line = linesAt(await reader.contentOf(stored), [position]).get(position);
      if (line === undefined) continue;
      const told = parseJson(line.toString('utf8')) as ToldResult;
      if (sharesSignature(group.signature, told, await namesOfRun(stored.runId, hosts))) matching += 1;
    }
    await dataSource.query(
      `UPDATE failure_group SET checked_at = now(), successes_checked = $2, successes_matching = $3
       WHERE failure_group.fingerprint = $1`,
      [group.fingerprint, successes.length, matching],
    );
  }
  return groups.length;
}

/** With the task of the last failure, by the name it has there: that of the group has placeholders. */
function groupsToCheck(dataSource: DataSource): Promise<Group[]> {
  return dataSource.query<Group[]>(
    `SELECT failure_group.fingerprint, failure_group.signature, task.action, task.role, task.name
     FROM failure_group
     CROSS JOIN LATERAL (
       SELECT failure.run_id, failure.task_seq FROM failure
       WHERE failure.fingerprint = failure_group.fingerprint
       ORDER BY failure.occurred_at DESC, failure.run_id DESC, failure.seq DESC
       LIMIT 1
     ) AS last_failure
     LEFT JOIN task ON task.run_id = last_failure.run_id AND task.seq = last_failure.task_seq
     WHERE failure_group.checked_at IS NULL
       OR (failure_group.checked_at < now() - interval '1 day' AND failure_group.last_seen_at > failure_group.checked_at)
     ORDER BY failure_group.checked_at NULLS FIRST, failure_group.fingerprint
     LIMIT $1`,
    [GROUPS_PER_TURN],
  );
}

/** Served by task_name_idx and task_result_run_id_task_seq_idx. The first of each pack brings its body. */
function successesOf(dataSource: DataSource, { name, action, role }: Group): Promise<Success[]> {
  return dataSource.query<Success[]>(
    `SELECT success.run_id AS "runId", success.position, batch.pack_no AS "packNo", batch.pack_offset AS "packOffset",
       batch.pack_bytes AS "packBytes",
       CASE
         WHEN batch.pack_no IS NULL THEN batch.body
         WHEN lag(batch.pack_no) OVER (PARTITION BY success.run_id ORDER BY success.seq DESC)
           IS DISTINCT FROM batch.pack_no
         THEN (
           SELECT pack.body FROM ledger_batch AS pack
           WHERE pack.run_id = batch.run_id AND pack.batch_no = batch.pack_no
         )
       END AS body,
       ARRAY(
         SELECT host.name FROM run_host JOIN host ON host.id = run_host.host_id
         WHERE run_host.run_id = success.run_id
       ) AS hosts
     FROM (
       SELECT task_result.run_id, task_result.seq, task_result.batch_no, task_result.position
       FROM (
         SELECT task.run_id, task.seq FROM task
         WHERE short_key(task.name) = short_key($1) AND task.action = $2 AND task.role IS NOT DISTINCT FROM $3
         ORDER BY task.run_id DESC, task.seq DESC
         LIMIT $4
       ) AS recent
       JOIN task_result ON task_result.run_id = recent.run_id AND task_result.task_seq = recent.seq
       WHERE task_result.status IN ('ok', 'changed')
       ORDER BY task_result.run_id DESC, task_result.seq DESC
       LIMIT $5
     ) AS success
     JOIN ledger_batch AS batch ON batch.run_id = success.run_id AND batch.batch_no = success.batch_no
     ORDER BY success.run_id DESC, success.seq DESC`,
    [name, action, role, TASKS_PER_GROUP, RESULTS_PER_GROUP],
  );
}
