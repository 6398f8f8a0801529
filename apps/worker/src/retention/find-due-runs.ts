import type { DataSource, EntityManager } from 'typeorm';
import type { RetentionRule } from '#config';
import { uuidLowerBound } from '#database';

const DAY_MS = 86_400_000;

/** Runs of one month whose details may go. */
export interface DueMonth {
  /** `2026-11`, by the id of the run, which is the partition of its rows. */
  month: string;
  runs: number;
  results: number;
  /** Runs of that month that stay. */
  kept: number;
}

/** A rule with what a run must be older than: the beginning of a month by its id, and a time by our own clock. */
interface DatedRule {
  label: string | null;
  environment: string | null;
  days: number;
  before: string;
  silentSince: Date;
}

/** A run that rules for ever name is of no time before this. */
const FOREVER_DAYS = 1_000_000;
const NEVER = { before: uuidLowerBound(new Date(0)), silentSince: new Date(0) };

/**
 * SQL: every run with the rule that is for it (the longest of those that name it, else the one for the others) and
 * whether it is due: its whole month is older than that, and so is its last upload, whatever its clock said. What is
 * not folded yet is not due. $1 is the JSON of datedRules().
 */
export const JUDGED_RUNS = `SELECT ledger_run.run_id, ledger_run.details_dropped_at,
    coalesce(run.results_ok + run.results_changed + run.results_failed + run.results_skipped + run.results_unreachable, 0)
      AS results,
    ledger_run.settled = ledger_run.batches AND ledger_run.details_dropped_at IS NULL
      AND coalesce(ledger_run.run_id < rule.before AND ledger_run.last_seen_at < rule."silentSince", false) AS due
  FROM ledger_run
  LEFT JOIN run ON run.id = ledger_run.run_id
  LEFT JOIN run_origin ON run_origin.run_id = ledger_run.run_id
  LEFT JOIN LATERAL (
    SELECT given.before, given."silentSince"
    FROM jsonb_to_recordset($1) AS given(label text, environment text, days integer, before uuid, "silentSince" timestamptz)
    WHERE given.label = ANY(run.labels) OR given.environment = run_origin.environment
      OR (given.label IS NULL AND given.environment IS NULL)
    ORDER BY given.label IS NULL AND given.environment IS NULL, given.days DESC
    LIMIT 1
  ) AS rule ON true`;

/** The rules as JUDGED_RUNS takes them. */
export function datedRules(rules: readonly RetentionRule[], now: Date): string {
  return JSON.stringify(rules.map((rule) => dated(rule, now)));
}

/** No run is due by any of the rules whose id is this or a greater one. */
export function latestBound(rules: readonly RetentionRule[], now: Date): string {
  return rules.map((rule) => dated(rule, now).before).reduce((a, b) => (a > b ? a : b), NEVER.before);
}

function dated({ days, ...rule }: RetentionRule, now: Date): DatedRule {
  if (days === null) return { ...rule, days: FOREVER_DAYS, ...NEVER };
  const silentSince = new Date(now.getTime() - days * DAY_MS);
  const month = new Date(Date.UTC(silentSince.getUTCFullYear(), silentSince.getUTCMonth(), 1));
  return { ...rule, days, before: uuidLowerBound(month), silentSince };
}

/** What would be dropped now, by month. */
export async function findDueMonths(
  db: DataSource | EntityManager,
  rules: readonly RetentionRule[],
  now: Date,
): Promise<DueMonth[]> {
  return db.query<DueMonth[]>(
    `SELECT to_char(to_timestamp(judged.seconds) AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
       (count(*) FILTER (WHERE judged.due))::integer AS runs,
       coalesce(sum(judged.results) FILTER (WHERE judged.due), 0)::float8 AS results,
       (count(*) FILTER (WHERE NOT judged.due AND judged.details_dropped_at IS NULL))::integer AS kept
     FROM (
       SELECT each.*, ('x' || lpad(left(replace(each.run_id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000
         AS seconds
       FROM (${JUDGED_RUNS}) AS each
     ) AS judged
     GROUP BY 1
     HAVING bool_or(judged.due)
     ORDER BY 1`,
    [datedRules(rules, now)],
  );
}
