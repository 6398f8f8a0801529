import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { parseJson } from '#exact-json';
import type { RunEvent } from '#run-events';
import { messageWithoutValues } from '#telemetry';
import { convertRecording } from './convert-recording.js';
import { LoadError } from './load-error.js';

export interface RecordedRun {
  runId: string;
  events: RunEvent[];
}

/** The run of a file of the wire's events, or of recorded hooks, of which the plugin's own code makes events. */
export async function readRecording(file: string): Promise<RecordedRun> {
  try {
    const text = textOf(await readFile(file), file);
    return recordedRun(linesOf(isOfHooks(text) ? textOf(await convertRecording(file), '.gz') : text));
  } catch (error) {
    if (error instanceof LoadError) throw error;
    throw new LoadError(`${file} is no recording that can be read: ${messageWithoutValues(error as Error)}.`, {
      cause: error,
    });
  }
}

export function recordedRun(events: RunEvent[]): RecordedRun {
  return { runId: runIdOf(events), events };
}

/**
 * The plugin makes an id as it starts, and says it in the address that it sends to: a file of events has none. A UUIDv7
 * of the run's start, and always the same: loading the file again gives no second run.
 */
function runIdOf([first]: RunEvent[]): string {
  if (first?.type !== 'run_started') throw new Error('it does not begin with run_started');
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(Date.parse(first.occurredAt), 0, 6);
  createHash('sha256').update(`${first.occurredAt} ${first.playbookPath}`).digest().copy(bytes, 6, 0, 10);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function textOf(bytes: Buffer, file: string): string {
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

function linesOf(text: string): RunEvent[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parseJson(line) as RunEvent);
}

/** An event of the wire has a `type`, a hook its name in `ev`. */
function isOfHooks(text: string): boolean {
  const first = JSON.parse(text.slice(0, text.indexOf('\n') + 1) || text) as Record<string, unknown> | null;
  return first !== null && typeof first['ev'] === 'string';
}
