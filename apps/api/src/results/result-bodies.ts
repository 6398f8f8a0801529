import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { lineOf } from '#ledger';
import { ResultStatus, type TaskResultItem } from './task-result.type.js';

type Body = Record<string, unknown>;

/** Bodies of results: read from the ledger, one batch for one result, when somebody opens it. */
@Injectable()
export class ResultBodies {
  constructor(private readonly dataSource: DataSource) {}

  /** The result as Ansible gave it; null when the ledger no longer holds it. */
  async read(runId: string, seq: number): Promise<Body | null> {
    const [row] = await this.dataSource.query<{ body: Buffer; position: number }[]>(
      `SELECT ledger_batch.body, task_result.position
       FROM task_result
       JOIN ledger_batch
         ON ledger_batch.run_id = task_result.run_id AND ledger_batch.batch_no = task_result.batch_no
       WHERE task_result.run_id = $1 AND task_result.seq = $2`,
      [runId, seq],
    );
    if (row === undefined) return null;
    const line = await lineOf(row.body, row.position);
    if (line === null) return null;
    return (JSON.parse(line.toString('utf8')) as { result: Body }).result;
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
