import type { FoldedRows } from './fold-events.js';
import { asColumns, asJson, type FoldColumn, type FoldTable } from './fold-table.js';
import { RECAP } from './recap.js';

const PLAY: FoldTable = {
  name: 'play',
  valuesOf: ({ plays }) => asJson(plays),
  // Whether hosts were left is told by events of their own, which may come first.
  insert: (given) => `INSERT INTO play AS known (
      run_id, seq, uuid, name, hosts, strategy, serial, roles, tags, started_at, no_hosts_matched, no_hosts_remaining
    )
    SELECT $1, new.seq, new.uuid, new.name, new.hosts, new.strategy, new.serial, new.roles, new.tags, new."startedAt",
      new."noHostsMatched", new."noHostsRemaining"
    FROM json_to_recordset(${given}::json) AS new(
      seq integer, uuid text, name text, hosts text[], strategy text, serial text[], roles text[], tags text[],
      "startedAt" timestamptz, "noHostsMatched" boolean, "noHostsRemaining" boolean
    )
    ON CONFLICT (run_id, seq) DO UPDATE SET
      uuid = coalesce(excluded.uuid, known.uuid), name = coalesce(excluded.name, known.name),
      hosts = coalesce(excluded.hosts, known.hosts), strategy = coalesce(excluded.strategy, known.strategy),
      serial = coalesce(excluded.serial, known.serial), roles = coalesce(excluded.roles, known.roles),
      tags = coalesce(excluded.tags, known.tags), started_at = coalesce(excluded.started_at, known.started_at),
      no_hosts_matched = known.no_hosts_matched OR excluded.no_hosts_matched,
      no_hosts_remaining = known.no_hosts_remaining OR excluded.no_hosts_remaining`,
};

const TASK: FoldTable = {
  name: 'task',
  valuesOf: ({ tasks }) => asJson(tasks),
  insert: (given) => `INSERT INTO task (
      run_id, seq, play_seq, uuid, name, action, role, path, line, tags, no_log, handler, loop, started_at
    )
    SELECT $1, new.seq, new."playSeq", new.uuid, new.name, new.action, new.role, new.path, new.line, new.tags,
      new."noLog", new.handler, new.loop, new."startedAt"
    FROM json_to_recordset(${given}::json) AS new(
      seq integer, "playSeq" integer, uuid text, name text, action text, role text, path text, line integer,
      tags text[], "noLog" boolean, handler boolean, loop boolean, "startedAt" timestamptz
    )
    ON CONFLICT (run_id, seq) DO NOTHING`,
};

const RESULT_COLUMNS: readonly FoldColumn<FoldedRows['results'][number]>[] = [
  { name: 'seq', type: 'integer', of: ({ seq }) => seq },
  { name: 'task_seq', type: 'integer', of: ({ taskSeq }) => taskSeq },
  { name: 'host_id', type: 'integer', of: ({ host }, { hostIdOf }) => hostIdOf(host) },
  { name: 'status', type: 'result_status', of: ({ status }) => status },
  { name: 'ignored', type: 'boolean', of: ({ ignored }) => ignored },
  { name: 'rescued', type: 'boolean', of: ({ rescued }) => rescued },
  { name: 'started_at', type: 'timestamptz', of: ({ startedAt }) => startedAt },
  { name: 'occurred_at', type: 'timestamptz', of: ({ occurredAt }) => occurredAt },
  { name: 'attempts', type: 'integer', of: ({ attempts }) => attempts },
  { name: 'item_count', type: 'integer', of: ({ itemCount }) => itemCount },
  { name: 'delegated_to', type: 'text', of: ({ delegatedTo }) => delegatedTo },
  { name: 'message', type: 'text', of: ({ message }) => message },
  { name: 'input_digest', type: 'bigint', of: ({ inputDigest }) => inputDigest },
  { name: 'batch_no', type: 'integer', of: ({ batchNo }) => batchNo },
  { name: 'position', type: 'integer', of: ({ position }) => position },
];

/** Most rows of a fold. */
const TASK_RESULT: FoldTable = {
  name: 'task_result',
  valuesOf: ({ results }, context) => asColumns(results, RESULT_COLUMNS, context),
  insert: (...given) => `INSERT INTO task_result (run_id, ${RESULT_COLUMNS.map(({ name }) => name).join(', ')})
    SELECT $1, new.*
    FROM unnest(${RESULT_COLUMNS.map(({ type }, at) => `${given[at]}::${type}[]`).join(', ')}) AS new
    ON CONFLICT (run_id, seq) DO NOTHING`,
};

const CONTAINER_RESULT: FoldTable = {
  name: 'container_result',
  valuesOf: ({ containers }, { withHostIds }) => asJson(withHostIds(containers)),
  insert: (
    given,
  ) => `INSERT INTO container_result (run_id, seq, item, task_seq, host_id, action, name, image, changed, failed)
    SELECT $1, new.seq, new.item, new."taskSeq", new."hostId", new.action, new.name, new.image, new.changed, new.failed
    FROM json_to_recordset(${given}::json) AS new(
      seq integer, item integer, "taskSeq" integer, "hostId" integer, action text, name text, image text,
      changed boolean, failed boolean
    )
    ON CONFLICT (run_id, seq, item) DO NOTHING`,
};

const RESULT_DIFF: FoldTable = {
  name: 'result_diff',
  valuesOf: ({ diffs }) => asJson(diffs),
  insert: (given) => `INSERT INTO result_diff (run_id, seq, state, text)
    SELECT $1, new.seq, new.state, new.text
    FROM json_to_recordset(${given}::json) AS new(seq integer, state diff_state, text text)
    ON CONFLICT (run_id, seq) DO NOTHING`,
};

const RESULT_COUNTS = RECAP.map((key) => `results_${key}`);
const RECAP_COUNTS = RECAP.map((key) => `recap_${key}`);
const COUNTS = [...RESULT_COUNTS, ...RECAP_COUNTS];

const RUN_HOST: FoldTable = {
  name: 'run_host',
  valuesOf: ({ hosts }, { withHostIds }) =>
    asJson(
      withHostIds(hosts).map(({ hostId, counts, recap }) => ({
        hostId,
        ...Object.fromEntries(RECAP.map((key) => [`results_${key}`, counts[key]])),
        ...Object.fromEntries(RECAP.map((key) => [`recap_${key}`, recap?.[key] ?? null])),
      })),
    ),
  insert: (given) => `INSERT INTO run_host AS known (run_id, host_id, ${COUNTS.join(', ')})
    SELECT $1, new."hostId", ${COUNTS.map((column) => `new.${column}`).join(', ')}
    FROM json_to_recordset(${given}::json) AS new("hostId" integer, ${COUNTS.map((column) => `${column} integer`).join(', ')})
    ON CONFLICT (run_id, host_id) DO UPDATE SET
      ${[
        ...RESULT_COUNTS.map((column) => `${column} = known.${column} + excluded.${column}`),
        ...RECAP_COUNTS.map((column) => `${column} = coalesce(excluded.${column}, known.${column})`),
      ].join(', ')}`,
};

/** In the order of their keys: folds that meet the same new sets do not wait for each other in a circle. */
const FACT_SET: FoldTable = {
  name: 'fact_set',
  valuesOf: ({ facts }) => asJson(facts.map((row) => ({ facts: row.facts }))),
  insert: (given) => `INSERT INTO fact_set (key, facts)
    SELECT DISTINCT md5(new.facts::text)::uuid AS key, new.facts
    FROM json_to_recordset(${given}::json) AS new(facts jsonb)
    ORDER BY key
    ON CONFLICT (key) DO NOTHING`,
};

const HOST_FACTS: FoldTable = {
  name: 'host_facts',
  valuesOf: ({ facts }, { withHostIds }) => asJson(withHostIds(facts)),
  // A run may gather them again: the last of it count, in whatever order they come.
  insert: (given) => `INSERT INTO host_facts AS known (run_id, host_id, seq, gathered_at, fact_set_key)
    SELECT $1, new."hostId", new.seq, new."gatheredAt", md5(new.facts::text)::uuid
    FROM json_to_recordset(${given}::json) AS new("hostId" integer, seq integer, "gatheredAt" timestamptz, facts jsonb)
    ON CONFLICT (run_id, host_id) DO UPDATE SET
      seq = excluded.seq, gathered_at = excluded.gathered_at, fact_set_key = excluded.fact_set_key
    WHERE known.seq < excluded.seq`,
};

/** What a fold writes besides the run's own row and its failures. */
export const ROW_TABLES = [PLAY, TASK, TASK_RESULT, CONTAINER_RESULT, RESULT_DIFF, RUN_HOST, FACT_SET, HOST_FACTS];
