import type { EntityManager } from 'typeorm';
import { streaksOfKnownTask } from '#database';
import type { TouchedTask } from './touched-task.js';

/** Tells anew of each of these tasks which hosts it changes run after run. Served by task_outcome_task_idx. */
export async function writeStreaks(tx: EntityManager, touched: readonly TouchedTask[]): Promise<void> {
  if (touched.length === 0) return;
  await tx.query(
    `UPDATE known_task SET
       longest_streak = streaks.longest, last_changed_at = streaks.last_at, streak_host_ids = streaks.host_ids,
       streaks = streaks.runs
     FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[])) AS known(service, task, action)
     CROSS JOIN LATERAL (${streaksOfKnownTask()}) AS streaks
     WHERE (known_task.service, known_task.task, known_task.action) = (known.service, known.task, known.action)`,
    [touched.map(({ service }) => service), touched.map(({ task }) => task), touched.map(({ action }) => action)],
  );
}
