import type { DataSource } from 'typeorm';
import { inflateBody, linesAt, partOf, type PackPlace } from '#ledger';
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

interface Success extends PackPlace {
  position: number;
  body: Buffer;
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
    let matching = 0;
    for (const { position, hosts, ...stored } of successes) {
      const line = linesAt(partOf(await inflateBody(stored.body), stored), [position]).get(position);
      if (line === undefined) continue;
      const { result } = JSON.parse(line.toString('utf8')) as { result: Record<string, unknown> };
      if (sharesSignature(group.signature, result, hosts)) matching += 1;
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

/** Served by task_name_idx and task_result_run_id_task_seq_idx. */
function successesOf(dataSource: DataSource, { name, action, role }: Group): Promise<Success[]> {
  return dataSource.query<Success[]>(
    `SELECT task_result.position, holder.body, batch.pack_offset AS "packOffset", batch.pack_bytes AS "packBytes", ARRAY(
       SELECT host.name FROM run_host JOIN host ON host.id = run_host.host_id
       WHERE run_host.run_id = task_result.run_id
     ) AS hosts
     FROM (
       SELECT task.run_id, task.seq FROM task
       WHERE task.name = $1 AND task.action = $2 AND task.role IS NOT DISTINCT FROM $3
       ORDER BY task.run_id DESC, task.seq DESC
       LIMIT $4
     ) AS recent
     JOIN task_result ON task_result.run_id = recent.run_id AND task_result.task_seq = recent.seq
     JOIN ledger_batch AS batch ON batch.run_id = task_result.run_id AND batch.batch_no = task_result.batch_no
     JOIN ledger_batch AS holder
       ON holder.run_id = batch.run_id AND holder.batch_no = coalesce(batch.pack_no, batch.batch_no)
     WHERE task_result.status IN ('ok', 'changed')
     ORDER BY task_result.run_id DESC, task_result.seq DESC
     LIMIT $5`,
    [name, action, role, TASKS_PER_GROUP, RESULTS_PER_GROUP],
  );
}
