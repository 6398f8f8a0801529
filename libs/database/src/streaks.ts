/** How many of the newest real runs of a task are looked at. */
const RUNS = 20;

/**
 * Of a known task the hosts that its newest real runs changed, each of those that ran it there, and how many runs in a
 * row: up to the first that did not. One run is no streak. `condition` leaves out runs. Served by
 * task_outcome_task_idx.
 */
export const streaksOfKnownTask = (condition = '') => `WITH told AS MATERIALIZED (
    SELECT on_host.id AS host_id, on_host.status, newest.occurred_at, newest.place
    FROM (
      SELECT task_outcome.occurred_at, task_outcome.host_ids, task_outcome.statuses,
        row_number() OVER (ORDER BY task_outcome.occurred_at DESC, task_outcome.run_id DESC) AS place
      FROM task_outcome
      WHERE NOT task_outcome.check_mode
        AND (task_outcome.service, task_outcome.task, task_outcome.action)
          = (known.service, known.task, known.action) ${condition}
      ORDER BY task_outcome.occurred_at DESC, task_outcome.run_id DESC
      LIMIT ${RUNS}
    ) AS newest
    CROSS JOIN LATERAL unnest(newest.host_ids, newest.statuses) AS on_host(id, status)
  ), broken AS (
    SELECT told.host_id, min(told.place) AS place FROM told WHERE told.status <> 'changed' GROUP BY told.host_id
  ), streak AS (
    SELECT told.host_id, count(*) AS runs, max(told.occurred_at) AS last_at
    FROM told
    LEFT JOIN broken ON broken.host_id = told.host_id
    WHERE told.place < coalesce(broken.place, ${RUNS} + 1)
    GROUP BY told.host_id
    HAVING count(*) > 1
  )
  SELECT coalesce(max(streak.runs), 0) AS longest, max(streak.last_at) AS last_at,
    array_agg(streak.host_id ORDER BY streak.host_id) AS host_ids,
    array_agg(streak.runs ORDER BY streak.host_id) AS runs
  FROM streak`;
