import { writeJson } from '#exact-json';
import type { FoldTable } from './fold-table.js';

/** In the order of their keys: folds that meet the same new sets do not wait for each other in a circle. */
export const FACT_SET: FoldTable = {
  name: 'fact_set',
  valuesOf: ({ facts }) => asJson(facts.map((row) => ({ facts: row.facts }))),
  insert: (given) => `INSERT INTO fact_set (key, facts)
    SELECT DISTINCT md5(new.facts::text)::uuid AS key, new.facts
    FROM json_to_recordset(${given}::json) AS new(facts jsonb)
    ORDER BY key
    ON CONFLICT (key) DO NOTHING`,
};

export const HOST_FACTS: FoldTable = {
  name: 'host_facts',
  valuesOf: ({ facts }, { hostIdOf }) => asJson(facts.map(({ host, ...row }) => ({ ...row, hostId: hostIdOf(host) }))),
  // A run may gather them again: the last of it count, in whatever order they come.
  insert: (given) => `INSERT INTO host_facts AS known (run_id, host_id, seq, gathered_at, fact_set_key)
    SELECT $1, new."hostId", new.seq, new."gatheredAt", md5(new.facts::text)::uuid
    FROM json_to_recordset(${given}::json) AS new("hostId" integer, seq integer, "gatheredAt" timestamptz, facts jsonb)
    ON CONFLICT (run_id, host_id) DO UPDATE SET
      seq = excluded.seq, gathered_at = excluded.gathered_at, fact_set_key = excluded.fact_set_key
    WHERE known.seq < excluded.seq`,
};

function asJson(rows: readonly object[]): string[] {
  return rows.length === 0 ? [] : [writeJson(rows)];
}
