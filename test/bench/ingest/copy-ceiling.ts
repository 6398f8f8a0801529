// What Postgres itself could do: the rows that are there, copied into tables of the same shape in one COPY each.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** The tables that grow with the results. */
const TABLES = ['ledger_batch', 'task_result', 'run_host', 'task'];
/** Enough to measure, and little enough to hold. */
const MAX_RESULTS = 200_000;

/** Task results a second, with what belongs to them, by COPY into indexed tables without any other work. */
export async function copyCeiling(database) {
  const { rows } = await database.query(
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
  const [{ ids, results }] = rows;
  let seconds = 0;
  for (const table of TABLES) {
    const idList = ids.map((id) => `'${id}'`).join(', ');
    const data = await chunksOf(
      database.query(copyTo(`COPY (SELECT * FROM ${table} WHERE run_id IN (${idList})) TO STDOUT (FORMAT binary)`)),
    );
    await database.query(`CREATE TABLE copy_of_${table} (LIKE ${table} INCLUDING ALL)`);
    const started = performance.now();
    await pipeline(Readable.from(data), database.query(copyFrom(`COPY copy_of_${table} FROM STDIN (FORMAT binary)`)));
    seconds += (performance.now() - started) / 1_000;
    await database.query(`DROP TABLE copy_of_${table}`);
  }
  return results / seconds;
}

async function chunksOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
