import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../access/scoped-database.js';
import { linesAt } from '#ledger';
import { ResultStatus, type TaskResultItem } from './task-result.type.js';

type Body = Record<string, unknown>;

/** Bodies of results: read from the ledger when somebody opens them. */
@Injectable()
export class ResultBodies {
  constructor(private readonly database: ScopedDatabase) {}

  /** Those of these results that the ledger holds, by `seq`, as Ansible gave them; each batch is inflated once. */
  async read(runId: string, seqs: readonly number[]): Promise<Map<number, Body>> {
    const batches = await this.database.query<{ body: Buffer; wanted: [seq: number, position: number][] }[]>(
      `SELECT ledger_batch.body, wanted.wanted
       FROM (
         SELECT task_result.batch_no,
           json_agg(json_build_array(task_result.seq, task_result.position)) AS wanted
         FROM task_result
         WHERE task_result.run_id = $1 AND task_result.seq = ANY($2)
         GROUP BY task_result.batch_no
       ) AS wanted
       JOIN ledger_batch ON ledger_batch.run_id = $1 AND ledger_batch.batch_no = wanted.batch_no`,
      [runId, seqs],
    );
    const bodies = new Map<number, Body>();
    for (const { body, wanted } of batches) {
      const lines = await linesAt(
        body,
        wanted.map(([, position]) => position),
      );
      for (const [seq, position] of wanted) {
        const line = lines.get(position);
        if (line !== undefined) bodies.set(seq, (JSON.parse(line.toString('utf8')) as { result: Body }).result);
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
