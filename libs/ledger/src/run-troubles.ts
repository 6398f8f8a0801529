import type { DataSource, EntityManager } from 'typeorm';
import { queryPrepared } from '#database';
import { storableMessage } from './storable-message.js';

/**
 * What is done with a run: its events are folded, the run is derived as a whole, and its failures are put into groups.
 */
export type TroubledStep = 'fold' | 'derive' | 'group';

/** What could not be done with a run, and how often it was tried. */
export interface RunTrouble {
  step: TroubledStep;
  /** Tries that ended in an error that does not pass by itself. */
  attempts: number;
  /** Tries that ended in one that does: no room, no lock, no time. */
  passingAttempts: number;
  /** For so long it has been tried without success. */
  seconds: number;
  /** It is not tried again yet. */
  waits: boolean;
  /** It is not tried again at all, until somebody wants it. */
  stopped: boolean;
}

export type RunTroubles = Partial<Record<TroubledStep, RunTrouble>>;

/** After so many tries a fold sets apart what it fails on, instead of trying all of it again. */
const MOST_ATTEMPTS = 5;
/** Errors that pass may last for a night: so many tries, over so many seconds, and Postgres answered after each. */
const MOST_PASSING_ATTEMPTS = 100;
const MOST_PASSING_SECONDS = 86_400;
/** So often it is tried to set it apart; then the fold stops. */
const LAST_ATTEMPTS = 3;

/** Seconds until the next try: 1, 2, 4, ... and of errors that pass, at once for some times. */
const LONGEST_PAUSE = 60;
const PASSING_AT_ONCE = 10;

/** Which errors a fold is to live with now, besides those that tell of an event. */
export type Insistence = 'none' | 'lasting' | 'all';

export function insistenceOf(trouble: RunTrouble | undefined): Insistence {
  if (trouble === undefined) return 'none';
  const { attempts, passingAttempts, seconds } = trouble;
  if (passingAttempts >= MOST_PASSING_ATTEMPTS && seconds >= MOST_PASSING_SECONDS) return 'all';
  return attempts >= MOST_ATTEMPTS - 1 ? 'lasting' : 'none';
}

/** Served by run_trouble_pkey; nearly always nothing. */
export async function troublesOf(db: DataSource | EntityManager, runId: string): Promise<RunTroubles> {
  const rows = await queryPrepared<RunTrouble>(
    db,
    `SELECT run_trouble.step, run_trouble.attempts, run_trouble.passing_attempts AS "passingAttempts",
       extract(epoch FROM now() - run_trouble.first_at)::float8 AS seconds,
       coalesce(run_trouble.retry_at > now(), false) AS waits, run_trouble.stopped
     FROM run_trouble
     WHERE run_trouble.run_id = $1`,
    [runId],
  );
  return Object.fromEntries(rows.map((row) => [row.step, row]));
}

/**
 * Counts a try that failed. Rejects while Postgres is away: such a try does not count. Answers whether the fold has
 * stopped with it.
 */
export async function noteTrouble(
  db: DataSource | EntityManager,
  runId: string,
  { step, message, passes }: { step: TroubledStep; message: string; passes: boolean },
): Promise<boolean> {
  const [noted] = await db.query<{ stopped: boolean }[]>(
    `INSERT INTO run_trouble AS known (run_id, step, message, attempts, passing_attempts, retry_at)
     VALUES ($1, $2, $3, 1 - $4::integer, $4::integer, CASE WHEN $4::integer = 0 THEN now() + interval '1 second' END)
     ON CONFLICT (run_id, step) DO UPDATE SET
       message = excluded.message, last_at = now(),
       attempts = known.attempts + excluded.attempts,
       passing_attempts = known.passing_attempts + excluded.passing_attempts,
       retry_at = CASE
         WHEN $4::integer = 0 THEN now() + make_interval(secs => least($5, 2 ^ least(known.attempts, 10)))
         WHEN known.passing_attempts >= $6 THEN now() + make_interval(secs => $5)
       END,
       stopped = known.step = 'fold' AND (
         known.attempts + excluded.attempts >= $7 OR (
           known.passing_attempts + excluded.passing_attempts >= $8
           AND known.first_at < now() - make_interval(secs => $9)
         )
       )
     RETURNING known.stopped`,
    [
      ...[runId, step, storableMessage(message), passes ? 1 : 0, LONGEST_PAUSE, PASSING_AT_ONCE],
      ...[MOST_ATTEMPTS + LAST_ATTEMPTS, MOST_PASSING_ATTEMPTS + LAST_ATTEMPTS, MOST_PASSING_SECONDS],
    ],
  );
  return noted?.stopped ?? false;
}

/** What could be done after all, or is to be tried again. */
export async function forgetTrouble(db: DataSource | EntityManager, runId: string, step: TroubledStep): Promise<void> {
  await db.query(`DELETE FROM run_trouble WHERE run_trouble.run_id = $1 AND run_trouble.step = $2`, [runId, step]);
}
