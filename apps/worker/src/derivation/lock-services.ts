import type { EntityManager } from 'typeorm';

/**
 * Waits until no other run is being derived that had or has to do with the same services: what a run was and did on a
 * host is told beside the run before it and the one after it, which must not change meanwhile. In one order, so that
 * two derivations do not wait for each other in a circle; the locks are held until the commit.
 */
export async function lockServices(tx: EntityManager, runId: string, services: readonly string[]): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock(touched.key)
     FROM (
       SELECT hashtextextended('playledger:service:' || named.service, 0) AS key
       FROM (
         SELECT unnest($2::text[]) AS service
         UNION SELECT deployment_host.service FROM deployment_host WHERE deployment_host.run_id = $1
         UNION SELECT task_outcome.service FROM task_outcome WHERE task_outcome.run_id = $1
       ) AS named
       ORDER BY 1
     ) AS touched`,
    [runId, services],
  );
}
