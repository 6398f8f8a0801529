import type { EntityManager } from 'typeorm';
import { deflateBody } from '../batches/stored-batch.js';
import { sha256 } from '../digests/sha256.js';

/** A batch and its NDJSON. */
export interface BatchContent {
  batchNo: number;
  content: Buffer;
}

/**
 * Puts what batches of a run hold into one body, that of the first of them; one alone has its body for itself. Only for
 * batches that are linked by their contents. The caller holds the run's lock. Answers the size of the body.
 */
export async function storeTogether(tx: EntityManager, runId: string, parts: readonly BatchContent[]): Promise<number> {
  const body = await deflateBody(Buffer.concat(parts.map(({ content }) => content)));
  const [first, ...others] = parts.map(({ batchNo }) => batchNo);
  if (others.length === 0) {
    await tx.query(`UPDATE ledger_batch SET body = $3, body_digest = $4 WHERE run_id = $1 AND batch_no = $2`, [
      ...[runId, first],
      ...[body, sha256(body)],
    ]);
    return body.length;
  }
  let end = 0;
  const offsets = parts.map(({ content }) => (end += content.length) - content.length);
  await tx.query(
    `UPDATE ledger_batch SET
       pack_no = $2, pack_offset = part.pack_offset, pack_bytes = part.pack_bytes,
       body = CASE WHEN ledger_batch.batch_no = $2 THEN $6::bytea END,
       body_digest = CASE WHEN ledger_batch.batch_no = $2 THEN $7::bytea END
     FROM unnest($3::integer[], $4::integer[], $5::integer[]) AS part(batch_no, pack_offset, pack_bytes)
     WHERE ledger_batch.run_id = $1 AND ledger_batch.batch_no = part.batch_no`,
    [
      ...[runId, first],
      parts.map(({ batchNo }) => batchNo),
      offsets,
      parts.map(({ content }) => content.length),
      ...[body, sha256(body)],
    ],
  );
  return body.length;
}
