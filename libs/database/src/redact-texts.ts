import type { EntityManager } from 'typeorm';
import { TABLES } from './tables.js';

const EXCLUDED = TABLES.filter(({ redact }) => redact === 'nothing').map(({ name }) => name);

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
 * What a key of a set stands for never changes: whoever has read it keeps it. So a set that changes gets another key.
 */
const RENAME_CONTAINER_SETS = `WITH changed AS MATERIALIZED (
    SELECT container_set.key, gen_random_uuid() AS new_key FROM container_set
    WHERE container_set.containers::text ~ $1
  ), followed AS (
    UPDATE deployment_host SET container_set_key = changed.new_key FROM changed
    WHERE deployment_host.container_set_key = changed.key
  )
  UPDATE container_set SET key = changed.new_key FROM changed WHERE container_set.key = changed.key`;

/** Nor does what is kept of the state of services outlive this. */
const RENEW_STATES = `UPDATE service SET state_version = nextval('service_state_version')`;

/** How many rows hold what the pattern matches. */
export async function countTexts(tx: EntityManager, pattern: string): Promise<number> {
  let rows = 0;
  for (const [table, columns] of await textColumns(tx)) {
    const [counted] = await tx.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count FROM "${table}" WHERE ${holds(columns)}`,
      [pattern],
    );
    rows += counted?.count ?? 0;
  }
  return rows;
}

/**
 * Puts `replacement` in the place of what the pattern matches in every text of every table, whatever was folded or
 * derived into it: so no table that comes later is forgotten. Reads each of them as a whole. Answers how many rows it
 * has changed.
 */
export async function redactTexts(tx: EntityManager, pattern: string, replacement: string): Promise<number> {
  await tx.query(RENAME_CONTAINER_SETS, [pattern]);
  let rows = 0;
  for (const [table, columns] of await textColumns(tx)) {
    const changes = columns.map((column) => `"${column.name}" = ${withoutMatches(column)}`).join(', ');
    const [, changed] = await tx.query<[unknown, number]>(`UPDATE "${table}" SET ${changes} WHERE ${holds(columns)}`, [
      pattern,
      replacement,
    ]);
    rows += changed;
  }
  await tx.query(RENEW_STATES);
  return rows;
}

async function textColumns(tx: EntityManager): Promise<Map<string, TextColumn[]>> {
  const tables = new Map<string, TextColumn[]>();
  for (const column of await tx.query<TextColumn[]>(TEXT_COLUMNS, [EXCLUDED])) {
    tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  }
  return tables;
}

function holds(columns: readonly TextColumn[]): string {
  return columns.map(({ name }) => `"${name}"::text ~ $1`).join(' OR ');
}

function withoutMatches({ name, type }: TextColumn): string {
  const column = `"${name}"`;
  if (type === 'text') return `regexp_replace(${column}, $1, $2, 'g')`;
  if (type === 'jsonb') return `regexp_replace(${column}::text, $1, $2, 'g')::jsonb`;
  return `CASE WHEN ${column} IS NOT NULL THEN ARRAY(
    SELECT regexp_replace(part, $1, $2, 'g') FROM unnest(${column}) WITH ORDINALITY AS parts(part, place) ORDER BY place
  ) END`;
}
