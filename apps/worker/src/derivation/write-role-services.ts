import type { EntityManager } from 'typeorm';
import type { DerivedRun } from '#history';

/**
 * Keeps which service each role of a run works for: by it a change or a failure tells its own. A row that stands as it
 * should is not written again: while a run goes on, this happens every few seconds.
 */
export async function writeRoleServices(
  tx: EntityManager,
  runId: string,
  { roleServices }: Pick<DerivedRun, 'roleServices'>,
): Promise<void> {
  const rows = roleServices.map(({ role, ...row }) => ({ ...row, role: role ?? '' }));
  await tx.query(
    `WITH new AS MATERIALIZED (
       SELECT DISTINCT ON (named."playSeq", short_key(named.role))
         named."playSeq", short_key(named.role) AS role, named.service
       FROM jsonb_to_recordset($2) AS named("playSeq" integer, role text, service text)
     ), gone AS (
       DELETE FROM role_service AS old
       WHERE old.run_id = $1
         AND NOT EXISTS (SELECT 1 FROM new WHERE new."playSeq" = old.play_seq AND new.role = old.role)
     )
     INSERT INTO role_service AS known (run_id, play_seq, role, service)
     SELECT $1, new."playSeq", new.role, new.service FROM new
     ON CONFLICT (run_id, play_seq, role) DO UPDATE SET service = excluded.service
     WHERE known.service <> excluded.service`,
    [runId, JSON.stringify(rows)],
  );
}
