import type { EntityManager } from 'typeorm';
import { REDACTED } from './forms-of-secret.js';

/**
 * They hold no text of runs, prove something by what stands in them, or are redacted by themselves. The audit log only
 * grows; what people write of a redaction is theirs.
 */
const EXCLUDED = ['ledger_batch', 'dead_letter', 'audit_entry', 'redaction', 'api_token', 'migrations'];

interface TextColumn {
  table: string;
  name: string;
  type: 'text' | 'text[]' | 'jsonb';
}

const TEXT_COLUMNS = `SELECT pg_class.relname AS "table", attname AS name, format_type(atttypid, NULL) AS type
  FROM pg_attribute
  JOIN pg_class ON pg_class.oid = attrelid
  WHERE pg_class.relnamespace = current_schema()::regnamespace AND pg_class.relkind IN ('r', 'p')
    AND NOT pg_class.relispartition AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    AND format_type(atttypid, NULL) IN ('text', 'text[]', 'jsonb')
    AND pg_class.relname <> ALL ($1)
  ORDER BY pg_class.relname, attnum`;

/**
 * Takes what the pattern matches out of every text of every table, whatever was folded or derived into it: so no table
 * that comes later is forgotten. Reads each of them as a whole. Answers how many rows were changed.
 */
export async function redactRows(tx: EntityManager, pattern: string, isDryRun: boolean): Promise<number> {
  const columns = await tx.query<TextColumn[]>(TEXT_COLUMNS, [EXCLUDED]);
  let rows = 0;
  for (const table of new Set(columns.map((column) => column.table))) {
    const ofTable = columns.filter((column) => column.table === table);
    const holds = ofTable.map(({ name }) => `"${name}"::text ~ $1`).join(' OR ');
    if (isDryRun) {
      const [counted] = await tx.query<{ count: number }[]>(
        `SELECT count(*)::integer AS count FROM "${table}" WHERE ${holds}`,
        [pattern],
      );
      rows += counted?.count ?? 0;
      continue;
    }
    const changes = ofTable.map((column) => `"${column.name}" = ${withoutMatches(column)}`).join(', ');
    const [, changed] = await tx.query<[unknown, number]>(`UPDATE "${table}" SET ${changes} WHERE ${holds}`, [
      pattern,
      REDACTED,
    ]);
    rows += changed;
  }
  return rows;
}

function withoutMatches({ name, type }: TextColumn): string {
  const column = `"${name}"`;
  if (type === 'text') return `regexp_replace(${column}, $1, $2, 'g')`;
  if (type === 'jsonb') return `regexp_replace(${column}::text, $1, $2, 'g')::jsonb`;
  return `CASE WHEN ${column} IS NOT NULL THEN ARRAY(
    SELECT regexp_replace(part, $1, $2, 'g') FROM unnest(${column}) WITH ORDINALITY AS parts(part, place) ORDER BY place
  ) END`;
}
