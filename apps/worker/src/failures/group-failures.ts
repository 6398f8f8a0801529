import type { EntityManager } from 'typeorm';
import { portionsOf } from '#ledger';
import { FINGERPRINT_VERSION, fingerprinting, type FailedTask, type Fingerprint } from './fingerprint.js';
import { inPortions } from './in-portions.js';
import { namesOf, namesOfRun } from './run-names.js';
import type { Signature } from './signature.js';

/** Signs of signatures that are written as JSON at once: it happens on the event loop. */
const TEXT_AT_ONCE = 2 * 1024 * 1024;
const UUID_SIZE = 36;

interface Ungrouped extends FailedTask {
  seq: number;
  signature: Signature;
  /** As rules of version 1 gave it, where they differ. */
  formerSignature: Signature | null;
  /** The group it is in so far. */
  fingerprint: string | null;
}

interface Moved extends Fingerprint {
  seq: number;
  /** The group it was in so far. */
  left: string | null;
}

/** What has been written of a run since its failures were last put into groups. */
export interface SinceGrouped {
  /** Machines that the run had not named before; null when the run had no failure then, and has none now. */
  newHosts: readonly string[] | null;
  /** The run's failures were deleted and are all folded again: also the groups that they leave are counted anew. */
  again?: boolean;
}

/**
 * Puts a run's failures into groups: those whose task is known and, should a machine have become known that others
 * name, those again. So the groups are the same in whatever order and portions the events came. Only at the end of a
 * transaction, behind the derivation, and only once: groups are locked here in the order of their fingerprints, so that
 * two folds never wait for each other in a circle, and not for longer than it takes to count.
 * See docs/decisions/0011-what-makes-a-group-of-failures.md.
 */
export async function groupFailures(
  tx: EntityManager,
  runId: string,
  { newHosts, again = false }: SinceGrouped,
): Promise<void> {
  if (newHosts === null && !again) return;
  const failures = await waiting(tx, runId);
  if (newHosts !== null && newHosts.length > 0) failures.push(...(await naming(tx, runId, newHosts)));
  const moved = await regrouped(tx, runId, failures);
  const groups = new Map(moved.map((failure) => [failure.fingerprint, failure]));
  const left = moved.flatMap((failure) => failure.left ?? []);
  const stale = await groupsToCountAgain(tx, runId, again);
  const touched = [...new Set([...groups.keys(), ...left, ...stale])];
  if (touched.length === 0) return;

  await lockGroups(tx, groups, touched);
  await assign(tx, runId, moved);
  await countRun(tx, runId, touched);
  await countGroups(tx, touched);
  await dropEmpty(tx, touched);
}

/** Those failures that belong to another group than so far (`left`). */
async function regrouped(tx: EntityManager, runId: string, failures: readonly Ungrouped[]): Promise<Moved[]> {
  if (failures.length === 0) return [];
  const fingerprintOf = fingerprinting(await namesOfRun(runId, await hostsOf(tx, runId)));
  const found: (Moved & { former: string | null })[] = [];
  await inPortions(failures, ({ seq, fingerprint: left, formerSignature, ...failure }) => {
    const former = formerSignature === null ? null : fingerprintOf(failure, formerSignature).fingerprint;
    found.push({ seq, left, former, ...fingerprintOf(failure, failure.signature) });
  });
  const known = await formerGroups(tx, [...new Set(found.flatMap(({ former }) => former ?? []))]);
  return found
    .map(({ former, ...group }) => (former !== null && known.has(former) ? { ...group, fingerprint: former } : group))
    .filter(({ fingerprint, left }) => fingerprint !== left);
}

/** Which of these are groups that rules of version 1 made: what people know about them, they know of their failures. */
async function formerGroups(tx: EntityManager, fingerprints: readonly string[]): Promise<ReadonlySet<string>> {
  if (fingerprints.length === 0) return new Set();
  const rows = await tx.query<{ fingerprint: string }[]>(
    `SELECT failure_group.fingerprint FROM failure_group
     WHERE failure_group.fingerprint = ANY($1) AND failure_group.version = 1`,
    [fingerprints],
  );
  return new Set(rows.map(({ fingerprint }) => fingerprint));
}

async function hostsOf(tx: EntityManager, runId: string): Promise<string[]> {
  const rows = await tx.query<{ name: string }[]>(
    `SELECT host.name FROM run_host JOIN host ON host.id = run_host.host_id WHERE run_host.run_id = $1`,
    [runId],
  );
  return rows.map(({ name }) => name);
}

const FAILURE_AND_TASK = `failure.seq, failure.signature,
  failure.former_signature AS "formerSignature", failure.fingerprint, task.action, task.role, task.name
  FROM failure LEFT JOIN task ON task.run_id = failure.run_id AND task.seq = failure.task_seq`;

/** Failures that have no group, and could have one. Served by failure_ungrouped_idx. */
function waiting(tx: EntityManager, runId: string): Promise<Ungrouped[]> {
  return tx.query<Ungrouped[]>(
    `SELECT ${FAILURE_AND_TASK}
     WHERE failure.run_id = $1 AND failure.fingerprint IS NULL AND (failure.task_seq IS NULL OR task.seq IS NOT NULL)`,
    [runId],
  );
}

/**
 * Failures in a group whose text, or whose task, names one of these machines. What failures have in common is looked
 * at once.
 */
async function naming(tx: EntityManager, runId: string, hosts: readonly string[]): Promise<Ungrouped[]> {
  const told = await tx.query<{ fingerprint: string; signature: Signature; name: string | null }[]>(
    `SELECT DISTINCT failure.fingerprint, failure.signature, task.name
     FROM failure LEFT JOIN task ON task.run_id = failure.run_id AND task.seq = failure.task_seq
     WHERE failure.run_id = $1 AND failure.fingerprint IS NOT NULL`,
    [runId],
  );
  if (told.length === 0) return [];
  const { inTexts, inSignatures } = await namesOf(hosts);
  const naming = new Set<string>();
  await inPortions(told, ({ fingerprint, signature, name }) => {
    const named = inTexts.finds(name ?? '') || signature.some((block) => inSignatures.finds(block));
    if (named) naming.add(fingerprint);
  });
  if (naming.size === 0) return [];
  return tx.query<Ungrouped[]>(
    `SELECT ${FAILURE_AND_TASK} WHERE failure.run_id = $1 AND failure.fingerprint = ANY($2)`,
    [runId, [...naming]],
  );
}

/** Groups that counted this run before it was known when it started, or that it only checks; or all that counted it. */
async function groupsToCountAgain(tx: EntityManager, runId: string, all: boolean): Promise<string[]> {
  const rows = await tx.query<{ fingerprint: string }[]>(
    `SELECT failure_group_run.fingerprint
     FROM failure_group_run
     JOIN run ON run.id = failure_group_run.run_id
     WHERE failure_group_run.run_id = $1
       AND ($2 OR (failure_group_run.run_started_at, failure_group_run.check_mode)
         IS DISTINCT FROM (run.started_at, coalesce(run.check_mode, false)))`,
    [runId, all],
  );
  return rows.map(({ fingerprint }) => fingerprint);
}

/** Makes the groups that are new, and takes a lock on each, old or new, in the order of their fingerprints. */
async function lockGroups(
  tx: EntityManager,
  groups: ReadonlyMap<string, Fingerprint>,
  touched: readonly string[],
): Promise<void> {
  const inOrder = touched.toSorted();
  for (const portion of portionsOf(inOrder, TEXT_AT_ONCE, (fingerprint) => sizeOf(groups.get(fingerprint)))) {
    const rows = portion.flatMap((fingerprint) => groups.get(fingerprint) ?? []);
    await lockPortion(tx, rows, portion);
  }
}

async function lockPortion(
  tx: EntityManager,
  groups: readonly Fingerprint[],
  touched: readonly string[],
): Promise<void> {
  const rows = groups.map((group) => ({ ...group, signature: group.signature.join('\n') }));
  await tx.query(
    `INSERT INTO failure_group (fingerprint, version, signature, action, role, task)
     SELECT DISTINCT ON (touched.fingerprint) touched.*
     FROM (
       SELECT new.fingerprint, $3::smallint, new.signature, new.action, new.role, new.task
       FROM jsonb_to_recordset($1) AS new(fingerprint uuid, signature text, action text, role text, task text)
       UNION ALL
       SELECT known.fingerprint, known.version, known.signature, known.action, known.role, known.task
       FROM failure_group AS known
       WHERE known.fingerprint = ANY($2)
     ) AS touched
     ORDER BY touched.fingerprint
     ON CONFLICT (fingerprint) DO UPDATE SET version = failure_group.version`,
    [JSON.stringify(rows), touched, FINGERPRINT_VERSION],
  );
}

async function assign(
  tx: EntityManager,
  runId: string,
  failures: readonly { seq: number; fingerprint: string; signature: Signature }[],
): Promise<void> {
  for (const portion of portionsOf(failures, TEXT_AT_ONCE, sizeOf)) {
    const rows = portion.map(({ seq, fingerprint, signature }) => ({ seq, fingerprint, signature }));
    await tx.query(
      `UPDATE failure SET fingerprint = new.fingerprint, signature = new.signature
       FROM jsonb_to_recordset($2) AS new(seq integer, fingerprint uuid, signature text[])
       WHERE failure.run_id = $1 AND failure.seq = new.seq`,
      [runId, JSON.stringify(rows)],
    );
  }
}

function sizeOf(written?: { signature: Signature }): number {
  return UUID_SIZE + (written?.signature.reduce((size, block) => size + block.length, 0) ?? 0);
}

/** Replaces what these groups count of this run: doing it twice changes nothing. */
async function countRun(tx: EntityManager, runId: string, touched: readonly string[]): Promise<void> {
  await tx.query(`DELETE FROM failure_group_run WHERE run_id = $1 AND fingerprint = ANY($2)`, [runId, touched]);
  await tx.query(
    `INSERT INTO failure_group_run (
       fingerprint, run_id, run_started_at, check_mode, failed, unreachable, ignored, rescued, first_seen_at, last_seen_at
     )
     SELECT failure.fingerprint, run.id, run.started_at, coalesce(run.check_mode, false),
       count(*) FILTER (WHERE failure.status = 'failed' AND NOT failure.ignored AND NOT failure.rescued),
       count(*) FILTER (WHERE failure.status = 'unreachable' AND NOT failure.ignored AND NOT failure.rescued),
       count(*) FILTER (WHERE failure.ignored),
       count(*) FILTER (WHERE failure.rescued AND NOT failure.ignored),
       min(failure.occurred_at), max(failure.occurred_at)
     FROM failure
     JOIN run ON run.id = failure.run_id
     WHERE failure.run_id = $1 AND failure.fingerprint = ANY($2)
     GROUP BY failure.fingerprint, run.id`,
    [runId, touched],
  );
}

/** The groups' counters over all runs; served by failure_group_run_pkey. */
async function countGroups(tx: EntityManager, touched: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE failure_group SET
       failed = coalesce(total.failed, 0), unreachable = coalesce(total.unreachable, 0),
       ignored = coalesce(total.ignored, 0), rescued = coalesce(total.rescued, 0),
       failures = coalesce(total.failures, 0), check_mode_failures = coalesce(total.check_mode_failures, 0),
       runs = total.runs, first_seen_at = total.first_seen_at, last_seen_at = total.last_seen_at,
       first_run_id = total.run_ids[1], last_run_id = total.run_ids[total.runs],
       real_runs = total.real_runs, first_real_run_at = total.first_real_run_at,
       last_real_run_at = total.last_real_run_at
     FROM (
       SELECT touched.fingerprint,
         sum(each.failed) AS failed, sum(each.unreachable) AS unreachable, sum(each.ignored) AS ignored,
         sum(each.rescued) AS rescued, sum(each.failures) AS failures,
         sum(each.failures) FILTER (WHERE each.check_mode) AS check_mode_failures,
         count(each.run_id) AS runs, min(each.first_seen_at) AS first_seen_at, max(each.last_seen_at) AS last_seen_at,
         array_agg(each.run_id ORDER BY each.run_started_at, each.run_id) AS run_ids,
         count(*) FILTER (WHERE each.is_real) AS real_runs,
         min(each.run_started_at) FILTER (WHERE each.is_real) AS first_real_run_at,
         max(each.run_started_at) FILTER (WHERE each.is_real) AS last_real_run_at
       FROM unnest($1::uuid[]) AS touched(fingerprint)
       LEFT JOIN (
         SELECT failure_group_run.*, failed + unreachable + ignored + rescued AS failures,
           NOT check_mode AND failed + unreachable > 0 AS is_real
         FROM failure_group_run
       ) AS each ON each.fingerprint = touched.fingerprint
       GROUP BY touched.fingerprint
     ) AS total
     WHERE failure_group.fingerprint = total.fingerprint`,
    [touched],
  );
}

/** A group that all its failures have left was made before a machine's name was known; unless people wrote about it. */
async function dropEmpty(tx: EntityManager, touched: readonly string[]): Promise<void> {
  await tx.query(
    `DELETE FROM failure_group
     WHERE failure_group.fingerprint = ANY($1)
       AND failure_group.runs = 0
       AND NOT EXISTS (SELECT 1 FROM failure_note WHERE failure_note.fingerprint = failure_group.fingerprint)`,
    [touched],
  );
}
