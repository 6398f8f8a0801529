import { BadInputError } from '../../errors/bad-input.error.js';
import { fromCursor } from '../../graphql/relay/cursor.js';
import { containing, type Sql } from '../../graphql/relay/list-query.js';
import type { PageArgs } from '../../graphql/relay/page-args.js';
import { SearchType } from './search-hit.type.js';
import type { SearchTerms } from './search-terms.js';

/** Runs stand behind names that begin with what is searched for, failures behind everything. */
const RUN_SCORE = 60;
const FAILURE_SCORE = 20;

/** Adds a value and answers its parameter. */
type Parameter = (value: unknown) => string;

/** Where a page begins: behind the last hit of the page before. */
interface Place {
  score: number;
  at: string;
  place: string;
}

/**
 * One kind of hits, as a statement that gives the best of them behind a place: `type`, `score`, `at`, `place`, `key`,
 * `title` and `text`, at most `limit`, in ORDER. null when the page begins behind all of them. A new kind of hits is a
 * function here and a line in SOURCES.
 */
type Source = (search: SearchTerms, after: Place | null, limit: string, parameter: Parameter) => string | null;

const ORDER = 'score DESC, at DESC NULLS LAST, place';

/**
 * Scores of a name that is what was searched for, begins with it, has every term at the start of a word, or holds it.
 */
type NameScores = readonly [exact: number, prefix: number, word: number, part: number];

const NAME_SCORES: NameScores = [100, 90, 80, 40];
/** Behind the runs: every name of a task begins with its role, and a service has dozens of them. */
const TASK_SCORES: NameScores = [100, 50, 45, 30];

/** Names, the better the closer they come; few enough to look at each, and those of tasks by task_name_name_idx. */
const named = (type: SearchType, table: string, [exact, prefix, word, part]: NameScores): Source => {
  const name = `${table}.name`;
  return ({ whole, terms }, after, limit, parameter) => {
    const wanted = `lower(${parameter(whole)})`;
    const score = after === null ? '' : parameter(after.score);
    return `SELECT * FROM (
  SELECT '${type}' AS type,
    CASE
      WHEN lower(${name}) = ${wanted} THEN ${exact}
      WHEN starts_with(lower(${name}), ${wanted}) THEN ${prefix}
      WHEN ${all(terms, (term) => `${name} ~* ${parameter(wordStart(term))}`)} THEN ${word}
      ELSE ${part}
    END AS score,
    NULL::timestamptz AS at, '${type}:' || ${name} AS place, ${name} AS key, ${name} AS title, ${name} AS text
  FROM ${table}
  WHERE ${all(terms, (term) => `${name} ILIKE ${parameter(containing(term))}`)}
) AS hit${after === null ? '' : `\nWHERE hit.score < ${score} OR (hit.score = ${score} AND hit.place > ${parameter(after.place)})`}
ORDER BY ${ORDER}
LIMIT ${limit}`;
  };
};

/** The newest first: rare words by run_search_text_idx, others along run_search_started_at_idx. */
const runs: Source = ({ terms, isIndexable }, after, limit, parameter) => {
  if (!isIndexable || isBehind(after, RUN_SCORE)) return null;
  return `SELECT 'run' AS type, ${RUN_SCORE} AS score, run_search.started_at AS at, run_search.run_id::text AS place,
  run_search.run_id::text AS key, split_part(run_search.text, E'\n', 1) AS title, run_search.text
FROM run_search
WHERE ${all(terms, (term) => `run_search.text ILIKE ${parameter(containing(term))}`)}
  ${later(after, RUN_SCORE, 'run_search.started_at', 'run_search.run_id::text', parameter)}
ORDER BY run_search.started_at DESC, place
LIMIT ${limit}`;
};

/** The newest first: rare words by failure_message_idx, others along failure_occurred_at_idx. */
const failures: Source = ({ terms, isIndexable }, after, limit, parameter) => {
  if (!isIndexable || isBehind(after, FAILURE_SCORE)) return null;
  const place = `failure.run_id::text || '_' || failure.seq`;
  return `SELECT failure.type, failure.score, failure.at, failure.place, failure.place AS key,
  concat_ws(' on ', task.name, host.name) AS title, failure.text
FROM (
  SELECT 'failure' AS type, ${FAILURE_SCORE} AS score, failure.occurred_at AS at, ${place} AS place, failure.run_id,
    failure.task_seq, failure.host_id, failure.message AS text
  FROM failure
  WHERE ${all(terms, (term) => `failure.message ILIKE ${parameter(containing(term))}`)}
    ${later(after, FAILURE_SCORE, 'failure.occurred_at', place, parameter)}
  ORDER BY failure.occurred_at DESC, place
  LIMIT ${limit}
) AS failure
JOIN host ON host.id = failure.host_id
LEFT JOIN task ON task.run_id = failure.run_id AND task.seq = failure.task_seq`;
};

const SOURCES: Record<SearchType, Source> = {
  [SearchType.host]: named(SearchType.host, 'host', NAME_SCORES),
  [SearchType.service]: named(SearchType.service, 'service', NAME_SCORES),
  [SearchType.task]: named(SearchType.task, 'task_name', TASK_SCORES),
  [SearchType.run]: runs,
  [SearchType.failure]: failures,
};

/**
 * A page of everything that holds all terms, the best first; one row more than `first`.
 * See docs/decisions/0009-search-by-trigrams.md.
 */
export function searchQuery(search: SearchTerms, types: readonly SearchType[], page: PageArgs): Sql {
  const values: unknown[] = [];
  const parameter: Parameter = (value) => `$${values.push(value)}::${typeof value === 'number' ? 'integer' : 'text'}`;
  const limit = parameter(page.first + 1);
  const after = page.after == null ? null : placeOf(page.after);
  const found = types
    .map((type) => SOURCES[type](search, after, limit, parameter))
    .filter((source) => source !== null)
    .map((source) => `(\n${source}\n)`);
  const text = [
    `SELECT *, ARRAY[score::text, coalesce(at::text, ''), place] AS "cursorKey"`,
    `FROM (\n${found.length > 0 ? found.join('\nUNION ALL\n') : NOTHING}\n) AS hit`,
    `ORDER BY ${ORDER}`,
    `LIMIT ${limit}`,
  ];
  return { text: text.join('\n'), values };
}

const NOTHING = `SELECT NULL AS type, 0 AS score, NULL::timestamptz AS at, '' AS place, '' AS key, '' AS title, '' AS text
WHERE false`;

function placeOf(cursor: string): Place {
  const [score = '', at = '', place = ''] = fromCursor(cursor, 3);
  if (!/^\d{1,3}$/.test(score)) throw new BadInputError('"after" is not a cursor of this list.');
  return { score: Number(score), at, place };
}

function isBehind(after: Place | null, score: number): boolean {
  return after !== null && after.score < score;
}

/** The condition that a page behind hits of the same score begins behind the last of them. */
function later(after: Place | null, score: number, at: string, place: string, parameter: Parameter): string {
  if (after?.score !== score) return '';
  const last = `${parameter(after.at)}::timestamptz`;
  return `AND ${at} <= ${last} AND (${at} < ${last} OR ${place} > ${parameter(after.place)})`;
}

function all(terms: readonly string[], condition: (term: string) => string): string {
  return terms.map(condition).join(' AND ');
}

/** A pattern for `~*` that finds `term` at the start of a word. */
function wordStart(term: string): string {
  return `(^|[^[:alnum:]])${term.replaceAll(/[\\^$.*+?()[\]{}|]/g, (sign) => `\\${sign}`)}`;
}
