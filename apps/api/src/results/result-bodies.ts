import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../access/scoped-database.js';
import { inflateBody, linesAt, partOf, type PackPlace } from '#ledger';
import { ResultStatus, type TaskResultItem } from './task-result.type.js';

type Body = Record<string, unknown>;
/** A result, and its line in its batch. */
type Wanted = [seq: number, position: number];

/** Bodies of results: read from the ledger when somebody opens them. */
@Injectable()
export class ResultBodies {
  constructor(private readonly database: ScopedDatabase) {}

  /** Those of these results that the ledger holds, by `seq`, as Ansible gave them; each stored body is inflated once. */
  async read(runId: string, seqs: readonly number[]): Promise<Map<number, Body>> {
    const stored = await this.database.query<{ body: Buffer; batches: (PackPlace & { wanted: Wanted[] })[] }[]>(
      `SELECT holder.body, holding.batches
       FROM (
         SELECT coalesce(batch.pack_no, batch.batch_no) AS holder_no, json_agg(json_build_object(
           'packOffset', batch.pack_offset, 'packBytes', batch.pack_bytes, 'wanted', wanted.wanted
         )) AS batches
         FROM (
           SELECT task_result.batch_no,
             json_agg(json_build_array(task_result.seq, task_result.position)) AS wanted
           FROM task_result
           WHERE task_result.run_id = $1 AND task_result.seq = ANY($2)
           GROUP BY task_result.batch_no
         ) AS wanted
         JOIN ledger_batch AS batch ON batch.run_id = $1 AND batch.batch_no = wanted.batch_no
         GROUP BY 1
       ) AS holding
       JOIN ledger_batch AS holder ON holder.run_id = $1 AND holder.batch_no = holding.holder_no`,
      [runId, seqs],
    );
    const bodies = new Map<number, Body>();
    for (const { body, batches } of stored) {
      const inflated = await inflateBody(body);
      for (const { wanted, ...place } of batches) {
        const positions = wanted.map(([, position]) => position);
        const lines = linesAt(partOf(inflated, place), positions);
        for (const [seq, position] of wanted) {
          const line = lines.get(position);
          if (line !== undefined) bodies.set(seq, (JSON.parse(line.toString('utf8')) as { result: Body }).result);
        }
      }
    }
    return bodies;
  }
}

/** The items of a loop's result, in their order. */
export function itemsOf(body: Body | null): TaskResultItem[] {
  if (!Array.isArray(body?.results)) return [];
  return body.results.map((item: unknown, index) => {
    const result = (typeof item === 'object' && item !== null ? item : { value: item }) as Body;
    return { index, status: statusOf(result), label: result._ansible_item_label ?? result.item ?? null, result };
  });
}

function statusOf(item: Body): ResultStatus {
  if (item.unreachable === true) return ResultStatus.unreachable;
  if (item.failed === true) return ResultStatus.failed;
  if (item.skipped === true || item.skip_reason !== undefined) return ResultStatus.skipped;
  return item.changed === true ? ResultStatus.changed : ResultStatus.ok;
}
