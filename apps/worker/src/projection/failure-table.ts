import { asJson, type FoldTable } from './fold-table.js';

/** The failures that a fold gave. They have no group yet: see groupFailures. */
export const FAILURE_TABLE: FoldTable = {
  name: 'failure',
  valuesOf: ({ failures }, { withHostIds }) => asJson(withHostIds(failures)),
  insert: (given) => `INSERT INTO failure (
      run_id, seq, task_seq, host_id, status, ignored, rescued, occurred_at, item, failed_items, rc, stderr, message,
      signature
    )
    SELECT $1, new.seq, new."taskSeq", new."hostId", new.status, new.ignored, new.rescued, new."occurredAt", new.item,
      new."failedItems", new.rc, new.stderr, new.message, new.signature
    FROM json_to_recordset(${given}::json) AS new(
      seq integer, "taskSeq" integer, "hostId" integer, status result_status, ignored boolean, rescued boolean,
      "occurredAt" timestamptz, item text, "failedItems" integer, rc integer, stderr text, message text,
      signature text[]
    )
    ON CONFLICT (run_id, seq) DO NOTHING`,
};
