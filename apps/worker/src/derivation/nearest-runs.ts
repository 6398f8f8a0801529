/**
 * SQL: of each of these hosts the real run of a task that is nearest to what is told of it in `row`, before it or behind
 * it: run_id, occurred_at, any_changed, host_id, input_digest. `hosts` is an array of their ids. Goes from run to run
 * until each host was met, and compares whole sets: host by host, those that were never there would each look through
 * the whole history. Of runs that have none of them nothing is held. Served by task_outcome_task_idx.
 */
export function nearestRuns(
  direction: 'before' | 'behind',
  { row, runId, hosts }: { row: string; runId: string; hosts: string },
): string {
  const [sign, order] = direction === 'before' ? ['<', 'DESC'] : ['>', 'ASC'];
  return `WITH RECURSIVE walk AS (
      SELECT ${runId}::uuid AS run_id, ${row}.occurred_at, false AS any_changed, NULL::integer[] AS host_ids,
        NULL::bigint[] AS input_digests, NULL::integer[] AS met, ${hosts} AS missing
      UNION ALL
      SELECT next.run_id, next.occurred_at, next.any_changed, CASE WHEN found.met <> '{}' THEN next.host_ids END,
        CASE WHEN found.met <> '{}' THEN next.input_digests END, found.met,
        array(SELECT unnest(walk.missing) EXCEPT SELECT unnest(found.met))
      FROM walk
      CROSS JOIN LATERAL (
        SELECT near.run_id, near.occurred_at, near.any_changed, near.host_ids, near.input_digests
        FROM task_outcome AS near
        WHERE NOT near.check_mode
          AND (near.service, near.task, near.action) = (${row}.service, ${row}.task, ${row}.action)
          AND (near.occurred_at, near.run_id) ${sign} (walk.occurred_at, walk.run_id) AND near.run_id <> ${runId}
        ORDER BY near.occurred_at ${order}, near.run_id ${order}
        LIMIT 1
      ) AS next
      CROSS JOIN LATERAL (
        -- OFFSET: else Postgres would work it out once for each place where it is named.
        SELECT array(SELECT unnest(walk.missing) INTERSECT SELECT unnest(next.host_ids)) AS met OFFSET 0
      ) AS found
      WHERE walk.missing <> '{}'
    )
    SELECT walk.run_id, walk.occurred_at, walk.any_changed, there.host_id, there.input_digest
    FROM walk
    CROSS JOIN LATERAL unnest(walk.host_ids, walk.input_digests) AS there(host_id, input_digest)
    JOIN LATERAL unnest(walk.met) AS met(host_id) ON met.host_id = there.host_id
    WHERE walk.met <> '{}'`;
}
