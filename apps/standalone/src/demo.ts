import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRecording } from './load/load.js';

const RECORDINGS = fileURLToPath(new URL('../../../../test/recordings/', import.meta.url));

/** Fills an empty ledger with the recordings of the repository; answers how many runs were loaded. */
export async function loadDemo(url: string, tokenFile: string): Promise<number> {
  const token = readFileSync(tokenFile, 'utf8').trim();
  if (await hasRuns(url, token)) return 0;
  const files = readdirSync(RECORDINGS).filter((name) => name.endsWith('.jsonl.gz'));
  for (const file of files.sort()) await loadRecording(join(RECORDINGS, file), { url, token });
  return files.length;
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
