import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { Failure } from '#scripts/step';
import type { MadeRun } from './kolla-run.js';

const WATCH_MS = 20;
const STUCK_MS = 120_000;

export interface LoadedProduct {
  /** Of its APIs. */
  urls: string[];
  token: string;
  database: pg.Client;
  run: MadeRun;
  /** Runs that are sent at the same time. */
  atOnce: number;
}

export interface SentRuns {
  results: number;
  acceptedMs: number;
  visibleMs: number;
  /** Batches that were refused for a while. */
  refused: number;
  /** Of each batch, in milliseconds. */
  timesToVisible: number[];
}

/**
 * Sends runs as control hosts do, and watches when their batches can be seen: `runs` of them, each to one of the APIs in
 * turn, `atOnce` at a time, each batch after the one before it; at `resultsPerSecond` in all, or as fast as they are
 * taken. Answers when all is visible.
 */
export async function sendRuns(
  { urls, token, database, run, atOnce }: LoadedProduct,
  { runs, resultsPerSecond = Infinity }: { runs: number; resultsPerSecond?: number },
): Promise<SentRuns> {
  const watch = new Watch(database);
  const watching = watch.until();
  const started = performance.now();
  let [sent, refused] = [0, 0];
  const pace = async (results: number) => {
    sent += results;
    const due = started + (sent / resultsPerSecond) * 1_000;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
  };
  const sendOne = async (url: string) => {
    const id = uuidv7();
    for (const [index, batch] of run.batches.entries()) {
      const from = performance.now();
      for (;;) {
        const wait = await post(`${url}/api/ingest/v1/runs/${id}/batches`, token, batch.body);
        if (wait === 0) break;
        refused += 1;
        await sleep(wait * 1_000);
      }
      watch.expect(id, index + 1, from);
      await pace(batch.results);
    }
  };
  let left = runs;
  const producer = async () => {
    while (left > 0) {
      left -= 1;
      await sendOne(urls[left % urls.length] ?? '');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, producer));
  const acceptedMs = performance.now() - started;
  watch.last();
  await watching;
  const visibleMs = performance.now() - started;
  return { results: runs * run.results, acceptedMs, visibleMs, refused, timesToVisible: watch.times };
}

/** 0 when the batch was taken, else the seconds after which to send it again. */
async function post(url: string, token: string, body: Buffer): Promise<number> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/x-ndjson',
    'content-encoding': 'gzip',
  };
  const answer = await fetch(url, { method: 'POST', headers, body });
  const text = await answer.text();
  if (answer.status === 429 || answer.status === 503) return Number(answer.headers.get('retry-after') ?? 1);
  if (answer.status !== 202) throw new Failure(`A batch was answered with ${answer.status}: ${text.slice(0, 300)}`);
  const { rejected } = JSON.parse(text) as { rejected: unknown[] };
  if (rejected.length > 0) throw new Failure(`An event was rejected: ${JSON.stringify(rejected[0])}`);
  return 0;
}

/** A batch that is not visible yet, and when it began to be sent. */
interface Expected {
  batchNo: number;
  from: number;
}

/** Looks again and again how far the runs are settled: a batch is settled by the commit that shows it. */
class Watch {
  readonly times: number[] = [];
  private readonly expected = new Map<string, Expected[]>();
  private ended = false;
  private lastSeen = performance.now();

  constructor(private readonly database: pg.Client) {}

  expect(runId: string, batchNo: number, from: number): void {
    const batches = this.expected.get(runId) ?? [];
    batches.push({ batchNo, from });
    this.expected.set(runId, batches);
  }

  last(): void {
    this.ended = true;
  }

  async until(): Promise<void> {
    while (!this.ended || this.expected.size > 0) {
      await this.look();
      if (performance.now() - this.lastSeen > STUCK_MS) {
        throw new Failure('Nothing has become visible for two minutes.');
      }
      await sleep(WATCH_MS);
    }
  }

  private async look(): Promise<void> {
    const runIds = [...this.expected.keys()];
    if (runIds.length === 0) return;
    const { rows } = await this.database.query<{ id: string; settled: number }>(
      'SELECT run_id AS id, settled FROM ledger_run WHERE run_id = ANY($1)',
      [runIds],
    );
    const now = performance.now();
    for (const { id, settled } of rows) {
      const batches = this.expected.get(id) ?? [];
      const waiting = batches.filter(({ batchNo, from }) => {
        if (batchNo <= settled) this.times.push(now - from);
        return batchNo > settled;
      });
      if (waiting.length < batches.length) this.lastSeen = now;
      if (waiting.length > 0) this.expected.set(id, waiting);
      else this.expected.delete(id);
    }
  }
}
