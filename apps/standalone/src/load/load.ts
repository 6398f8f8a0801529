import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { writeJson } from '#exact-json';
import type { RunEvent } from '#run-events';
import { messageWithoutValues } from '#telemetry';
import { LoadError } from './load-error.js';
import { readRecording, type RecordedRun } from './recorded-run.js';

export interface LoadTarget {
  url: string;
  token: string;
}

export interface LoadedRun {
  runId: string;
  events: number;
  accepted: number;
  duplicates: number;
  rejected: { seq: number | null; code: string; message: string }[];
}

const BATCH_SIZE = 200;
const ATTEMPTS = 8;
const RETRIED = new Set([408, 429, 502, 503, 504]);

/** Sends a recording as the plugin would have sent it. Loading it again changes nothing. */
export async function loadRecording(file: string, target: LoadTarget): Promise<LoadedRun> {
  return loadRun(await readRecording(file), target);
}

export async function loadRun({ runId, events }: RecordedRun, target: LoadTarget): Promise<LoadedRun> {
  const loaded: LoadedRun = { runId, events: events.length, accepted: 0, duplicates: 0, rejected: [] };
  for (let from = 0; from < events.length; from += BATCH_SIZE) {
    const answer = await send(events.slice(from, from + BATCH_SIZE), runId, target);
    loaded.accepted += answer.accepted;
    loaded.duplicates += answer.duplicates;
    loaded.rejected.push(...answer.rejected);
  }
  return loaded;
}

type Answer = Pick<LoadedRun, 'accepted' | 'duplicates' | 'rejected'>;

async function send(events: RunEvent[], runId: string, { url, token }: LoadTarget): Promise<Answer> {
  const body = gzipSync(events.map((event) => `${writeJson(event)}\n`).join(''));
  const address = new URL(`api/ingest/v1/runs/${runId}/batches`, url.endsWith('/') ? url : `${url}/`);
  for (let attempt = 1; ; attempt++) {
    let response: Response;
    try {
      response = await fetch(address, {
        method: 'POST',
        body,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/x-ndjson',
          'content-encoding': 'gzip',
        },
      });
    } catch (error) {
      const { cause = error as Error } = error as { cause?: Error };
      const reason = messageWithoutValues(cause);
      throw new LoadError(`${address.origin} does not respond: ${reason}.`, { cause: error });
    }
    const text = await response.text();
    if (response.status === 202 || response.status === 422) return JSON.parse(text) as Answer;
    if (!RETRIED.has(response.status) || attempt === ATTEMPTS) {
      throw new LoadError(
        `${address.origin} answered ${response.status}: ${text.slice(0, 300) || response.statusText}`,
      );
    }
    const seconds = Number(response.headers.get('retry-after')) || attempt;
    await sleep(Math.min(seconds, 30) * 1000);
  }
}
