// Sends runs as control hosts do, and watches when their batches can be seen.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../step.mjs';

const WATCH_MS = 20;
const STUCK_MS = 120_000;

/**
 * Sends `runs` runs, each to one of the APIs in turn, `atOnce` at a time, each batch after the one before it; at
 * `resultsPerSecond` in all, or as fast as they are taken. Answers when all is visible: how long accepting and showing
 * took, and each batch's time to visible.
 */
export async function sendRuns({ urls, token, database, run, runs, atOnce, resultsPerSecond = Infinity }) {
  const watch = new Watch(database);
  const watching = watch.until();
  const started = performance.now();
  let [sent, refused] = [0, 0];
  const pace = async (results) => {
    sent += results;
    const due = started + (sent / resultsPerSecond) * 1_000;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
  };
  const sendOne = async (url) => {
    const id = uuid7();
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
      await sendOne(urls[left % urls.length]);
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
async function post(url, token, body) {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/x-ndjson',
    'content-encoding': 'gzip',
  };
  const answer = await fetch(url, { method: 'POST', headers, body });
  const text = await answer.text();
  if (answer.status === 429 || answer.status === 503) return Number(answer.headers.get('retry-after') ?? 1);
  if (answer.status !== 202) throw new Failure(`A batch was answered with ${answer.status}: ${text.slice(0, 300)}`);
  const { rejected } = JSON.parse(text);
  if (rejected.length > 0) throw new Failure(`An event was rejected: ${JSON.stringify(rejected[0])}`);
  return 0;
}

/** Looks again and again how far the runs are settled: a batch is settled by the commit that shows it. */
class Watch {
  times = [];
  #expected = new Map();
  #ended = false;
  #lastSeen = performance.now();

  constructor(database) {
    this.database = database;
  }

  expect(runId, batchNo, from) {
    const batches = this.#expected.get(runId) ?? [];
    batches.push({ batchNo, from });
    this.#expected.set(runId, batches);
  }

  last() {
    this.#ended = true;
  }

  async until() {
    while (!this.#ended || this.#expected.size > 0) {
      await this.#look();
      if (performance.now() - this.#lastSeen > STUCK_MS)
        throw new Failure('Nothing has become visible for two minutes.');
      await sleep(WATCH_MS);
    }
  }

  async #look() {
    const runIds = [...this.#expected.keys()];
    if (runIds.length === 0) return;
    const { rows } = await this.database.query('SELECT run_id AS id, settled FROM ledger_run WHERE run_id = ANY($1)', [
      runIds,
    ]);
    const now = performance.now();
    for (const { id, settled } of rows) {
      const waiting = this.#expected.get(id).filter(({ batchNo, from }) => {
        if (batchNo <= settled) this.times.push(now - from);
        return batchNo > settled;
      });
      if (waiting.length < this.#expected.get(id).length) this.#lastSeen = now;
      if (waiting.length > 0) this.#expected.set(id, waiting);
      else this.#expected.delete(id);
    }
  }
}

function uuid7() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
