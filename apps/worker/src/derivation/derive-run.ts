import type { EntityManager } from 'typeorm';
import { deriveRun as derive, type DerivedRun } from '#history';
import { forgetDerived } from './forget-derived.js';
import { lockServices } from './lock-services.js';
import { readRun } from './read-run.js';
import { writeChangeCounts } from './write-change-counts.js';
import { writeDerived } from './write-derived.js';
import { writeFailureServices } from './write-failure-services.js';
import { withManyRows } from './with-many-rows.js';
import { writeRoleServices } from './write-role-services.js';
import { writeTaskOutcomes } from './write-task-outcomes.js';
import { writeSearch } from './write-search.js';
import { writeStatistics } from './write-statistics.js';

/**
 * SQL: whether a run (a row with its `status` and `derived_at`) that has got new rows should be derived now. While it
 * goes on, its derived rows may be ten seconds behind.
 */
export const DERIVATION_DUE = (run: string) =>
  `${run}.status <> 'running' OR coalesce(${run}.derived_at < now() - interval '10 seconds', true)`;

/**
 * Makes the derived rows of a run from its projected ones, in place of those it had. The caller holds the run's lock
 * and commits.
 * See docs/decisions/0007-deployments-are-derived-from-the-run.md.
 */
export async function deriveRun(tx: EntityManager, runId: string): Promise<void> {
  const facts = await withManyRows(tx, () => readRun(tx, runId));
  if (facts === null) return forgetDerived(tx, runId);
  const derived = derive(facts.run, facts.plays, facts.work, facts.containers);
  await writeRoleServices(tx, runId, derived);
  await withManyRows(tx, () => writeChangeCounts(tx, runId, facts.run));
  await writeFailureServices(tx, runId, derived);
  // Others may wait for what comes behind this.
  await lockServices(tx, runId, servicesOf(derived));
  await writeDerived(tx, runId, facts, derived);
  await writeTaskOutcomes(tx, runId, facts.run, derived.origin);
  await writeSearch(tx, runId);
  await writeStatistics(tx, runId);
  await tx.query(`UPDATE run SET derived_at = now() WHERE run.id = $1`, [runId]);
}

function servicesOf({ deployments, roleServices }: DerivedRun): string[] {
  return [...new Set([...deployments, ...roleServices].map(({ service }) => service))];
}
