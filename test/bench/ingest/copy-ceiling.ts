import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** The tables that grow with the results. */
const TABLES = ['ledger_batch', 'task_result', 'run_host', 'task'];
/** Enough to measure, and little enough to hold. */
const MAX_RESULTS = 200_000;

/**
 * What Postgres itself could do: task results a second, with what belongs to them, by one COPY of the rows that are there
 * into each of the tables of the same shape, with indexes and without any other work.
 */
export async function copyCeiling(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ ids: string[]; results: number }>(
    `SELECT array_agg(id) AS ids, sum(results)::int AS results
     FROM (
       SELECT run.id, results_ok + results_changed + results_failed + results_skipped + results_unreachable AS results,
         sum(results_ok + results_changed + results_failed + results_skipped + results_unreachable)
           OVER (ORDER BY run.id) AS so_far
       FROM run
     ) AS counted
     WHERE so_far - results < $1`,
    [MAX_RESULTS],
  );
  const { ids, results } = rows[0] ?? { ids: [], results: 0 };
  let seconds = 0;
  for (const table of TABLES) {
    const idList = ids.map((id) => `'${id}'`).join(', ');
    const data: Buffer[] = [];
    const stored = copyTo(`COPY (SELECT * FROM ${table} WHERE run_id IN (${idList})) TO STDOUT (FORMAT binary)`);
    for await (const chunk of database.query(stored)) data.push(chunk as Buffer);
    await database.query(`CREATE TABLE copy_of_${table} (LIKE ${table} INCLUDING ALL)`);
    const started = performance.now();
    await pipeline(Readable.from(data), database.query(copyFrom(`COPY copy_of_${table} FROM STDIN (FORMAT binary)`)));
    seconds += (performance.now() - started) / 1_000;
    await database.query(`DROP TABLE copy_of_${table}`);
  }
  return results / seconds;
}
