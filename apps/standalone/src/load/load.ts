import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { RunEvent } from '#run-events';
import { messageWithoutValues } from '#telemetry';
import { parseRecording, runIdOf, toRunEvents } from './recording.js';

export interface LoadTarget {
  url: string;
  token: string;
}

export interface LoadedRecording {
  runId: string;
  events: number;
  accepted: number;
  duplicates: number;
  rejected: { seq: number | null; code: string; message: string }[];
}

/** A recording that could not be loaded; the message says why, in a sentence. */
export class LoadError extends Error {}

const BATCH_SIZE = 200;
const ATTEMPTS = 8;
const RETRIED = new Set([408, 429, 502, 503, 504]);

/** Sends a recording as the plugin would have sent it. Loading it again changes nothing. */
export async function loadRecording(file: string, target: LoadTarget): Promise<LoadedRecording> {
  const { runId, events } = await readRecording(file);
  const loaded: LoadedRecording = { runId, events: events.length, accepted: 0, duplicates: 0, rejected: [] };
  for (let from = 0; from < events.length; from += BATCH_SIZE) {
    const answer = await send(events.slice(from, from + BATCH_SIZE), runId, target);
    loaded.accepted += answer.accepted;
    loaded.duplicates += answer.duplicates;
    loaded.rejected.push(...answer.rejected);
  }
  return loaded;
}

/** Exported for tests that compare what was sent with what is shown. */
export async function readRecording(file: string): Promise<{ runId: string; events: RunEvent[] }> {
  try {
    const bytes = await readFile(file);
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    const hooks = parseRecording(text);
    if (hooks[0]?.ev !== 'playbook_start') throw new Error('it does not start with playbook_start');
    return { runId: runIdOf(text, hooks), events: toRunEvents(hooks) };
  } catch (error) {
    throw new LoadError(`${file} is not a readable recording: ${messageWithoutValues(error as Error)}.`, {
      cause: error,
    });
  }
}

type Answer = Pick<LoadedRecording, 'accepted' | 'duplicates' | 'rejected'>;

async function send(events: RunEvent[], runId: string, { url, token }: LoadTarget): Promise<Answer> {
  const body = gzipSync(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
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
