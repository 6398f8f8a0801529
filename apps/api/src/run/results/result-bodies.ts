import { Injectable } from '@nestjs/common';
import { Semaphore } from 'async-mutex';
import { parseJson } from '#exact-json';
import { itemDelegateOf, itemLabelOf, loopOf } from '#history';
import { inflateBody, linesAt, PACK_BYTES, partOf, portionsOf, type PackPlace } from '#ledger';
import type { AnswerBudget } from '../../gate/limits/answer-budget.js';
import { ownTurn } from '../../gate/limits/own-turn.js';
import { ScopedDatabase } from '../../gate/scopes/scoped-database.js';
import { ResultStatus, type TaskResultItem } from './task-result.type.js';

type Body = Record<string, unknown>;
/** A result, and its line in its batch. */
type Wanted = [seq: number, position: number];

/** So much is inflated at once, of all requests together; a body that is larger has its turn alone. */
const INFLATED_MIB = 64;
const BYTES_PER_MIB = 1024 * 1024;
/** Bodies that inflate to so much are fetched together. */
const FETCHED_BYTES = 4 * BYTES_PER_MIB;
/** So much is parsed before others have their turn. */
const PARSED_BYTES = 256 * 1024;

/** A body of the ledger, and which lines are wanted of which of its batches. */
interface Holder {
  /** The batch whose body it is. */
  batchNo: number;
  /** At most. */
  inflatedBytes: number;
  batches: (PackPlace & { wanted: Wanted[] })[];
}

/** Bodies of results: read from the ledger when somebody opens them. */
@Injectable()
export class ResultBodies {
  private readonly inflated = new Semaphore(INFLATED_MIB);

  constructor(private readonly database: ScopedDatabase) {}

  /**
   * Those of these results that the ledger holds, by `seq`, as Ansible gave them; each stored body is inflated once.
   * Counts their bytes as held for this answer, and finds no more once its budget is spent.
   */
  async read(runId: string, seqs: readonly number[], budget: AnswerBudget): Promise<Map<number, Body>> {
    const bodies = new Map<number, Body>();
    const found = await this.holdersOf(runId, seqs);
    for (const holders of portionsOf(found, FETCHED_BYTES, ({ inflatedBytes }) => inflatedBytes)) {
      const bytes = holders.reduce((sum, { inflatedBytes }) => sum + inflatedBytes, 0);
      const places = Math.min(Math.max(1, Math.ceil(bytes / BYTES_PER_MIB)), INFLATED_MIB);
      await this.inflated.runExclusive(() => this.readFrom(runId, holders, budget, bodies), places);
      if (budget.isSpent) break;
    }
    return bodies;
  }

  private holdersOf(runId: string, seqs: readonly number[]): Promise<Holder[]> {
    return this.database.query<Holder[]>(
      `SELECT coalesce(batch.pack_no, batch.batch_no) AS "batchNo",
         CASE WHEN batch.pack_no IS NULL THEN sum(batch.inflated_bytes)::int ELSE ${PACK_BYTES} END AS "inflatedBytes",
         json_agg(json_build_object(
           'packOffset', batch.pack_offset, 'packBytes', batch.pack_bytes, 'wanted', wanted.wanted
         )) AS batches
       FROM (
         SELECT task_result.batch_no, json_agg(json_build_array(task_result.seq, task_result.position)) AS wanted
         FROM task_result
         WHERE task_result.run_id = $1 AND task_result.seq = ANY($2)
         GROUP BY task_result.batch_no
       ) AS wanted
       JOIN ledger_batch AS batch ON batch.run_id = $1 AND batch.batch_no = wanted.batch_no
       GROUP BY batch.pack_no, 1`,
      [runId, seqs],
    );
  }

  private async readFrom(
    runId: string,
    holders: readonly Holder[],
    budget: AnswerBudget,
    bodies: Map<number, Body>,
  ): Promise<void> {
    const stored = await this.database.query<{ batchNo: number; body: Buffer }[]>(
      'SELECT batch_no AS "batchNo", body FROM ledger_batch WHERE run_id = $1 AND batch_no = ANY($2)',
      [runId, holders.map(({ batchNo }) => batchNo)],
    );
    let parsed = 0;
    for (const { batchNo, body } of stored) {
      const inflated = await inflateBody(body);
      for (const { wanted, ...place } of holders.find((holder) => holder.batchNo === batchNo)?.batches ?? []) {
        for (const [seq, line] of linesOf(partOf(inflated, place), wanted)) {
          if (!budget.hold(line.length)) return;
          bodies.set(seq, (parseJson(line.toString('utf8')) as { result: Body }).result);
          parsed += line.length;
          if (parsed < PARSED_BYTES) continue;
          parsed = 0;
          await ownTurn();
        }
      }
    }
  }
}

function linesOf(content: Buffer, wanted: readonly Wanted[]): [seq: number, line: Buffer][] {
  const lines = linesAt(
    content,
    wanted.map(([, position]) => position),
  );
  return wanted.flatMap(([seq, position]) => {
    const line = lines.get(position);
    return line === undefined ? [] : [[seq, line]];
  });
}

/** The items that a loop's result holds, in their order; `itemCount` where it is known that it is one. */
export function itemsOf(body: Body | null, itemCount?: number): TaskResultItem[] {
  const loop = body === null ? null : loopOf({ result: body, itemCount });
  return (loop?.items ?? []).map(({ index, result }) => {
    return { index, status: statusOf(result), label: itemLabelOf(result), delegatedTo: itemDelegateOf(result), result };
  });
}

function statusOf(item: Body): ResultStatus {
  if (item.unreachable === true) return ResultStatus.unreachable;
  if (item.failed === true) return ResultStatus.failed;
  if (item.skipped === true || item.skip_reason !== undefined) return ResultStatus.skipped;
  return item.changed === true ? ResultStatus.changed : ResultStatus.ok;
}
