import { readFileSync } from 'node:fs';
import { parseJson, writeJson } from '#exact-json';
import type { RunEvent } from '#run-events';
import { inRepository } from '../load/in-repository.js';
import { loadRun } from '../load/load.js';
import { readRecording } from '../load/recorded-run.js';
import { DEMO_RUNS, type DemoRun } from './demo-runs.js';
import { movedRun } from './moved-run.js';

/** Fills an empty ledger with the recordings of the repository, as if they had just been made. */
export async function loadDemo(url: string, tokenFile: string): Promise<void> {
  const token = readFileSync(tokenFile, 'utf8').trim();
  // Their times, and so their ids, are of this start: told to a ledger that has them, they would be further runs.
  if (await hasRuns(url, token)) return;
  const now = Date.now();
  for (const run of DEMO_RUNS) {
    const endedAt = new Date(now - run.minutesAgo * 60_000);
    await loadRun(movedRun(await eventsOf(run), endedAt), { url, token });
  }
}

async function eventsOf({ recording, rewrite = (text) => text }: DemoRun): Promise<RunEvent[]> {
  const { events } = await readRecording(inRepository('test', 'recordings', `${recording}.ndjson.gz`));
  return parseJson(rewrite(writeJson(events))) as RunEvent[];
}

async function hasRuns(url: string, token: string): Promise<boolean> {
  const response = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ runs(first: 1) { nodes { id } } }' }),
  });
  const answer = (await response.json()) as { data?: { runs: { nodes: unknown[] } } };
  return (answer.data?.runs.nodes.length ?? 0) > 0;
}
