import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { HostRecap, RunEvent } from '#run-events';
import { ROOT } from '#scripts/root';
import { Failure } from '#scripts/step';
import { readRecording } from '../../../apps/standalone/src/load/recorded-run.js';

/** What the plugin sends at most in one batch. */
const BATCH_EVENTS = 200;

export interface KollaRunShape {
  recording: string;
  hosts: number;
  /** null: as many as the recording has. */
  tasks: number | null;
  resultBytes: number;
}

/** A run as it is sent. */
export interface MadeRun {
  batches: { body: Buffer; results: number }[];
  results: number;
  /** Before they are compressed. */
  bytes: number;
}

/** An event of the recording, and the how manieth time it is taken. */
interface Taken {
  event: RunEvent;
  round: number;
}

/**
 * A run of the shape of a recorded one, as large as asked for, in the batches that the plugin would send: the recording
 * with every host `hosts` times over its own number, its tasks taken again until there are `tasks`, and `resultBytes` of
 * random text more in each result.
 */
export async function kollaRun({ recording, hosts, tasks, resultBytes }: KollaRunShape): Promise<MadeRun> {
  const { events } = await readRecording(join(ROOT, 'test', 'recordings', `${recording}.ndjson.gz`));
  const recorded = new Set(events.flatMap((event) => (event.type === 'task_result' ? [event.host] : [])));
  if (recorded.size === 0) throw new Failure(`${recording} has no results.`);
  const copies = Math.max(1, Math.round(hosts / recorded.size));
  const taken = repeated(events, tasks).flatMap(({ event, round }) =>
    copiesOf(event, copies, resultBytes).map((copy) => ({ event: copy, round })),
  );
  return batchesOf(renumbered(taken));
}

/** The events between the run's start and its end, again and again until there are so many tasks. */
function repeated(events: RunEvent[], tasks: number | null): Taken[] {
  const between = events.slice(1, -1);
  const recorded = between.filter(({ type }) => type === 'task_started').length;
  const taken = events.slice(0, 1).map((event) => ({ event, round: 0 }));
  for (let round = 0; round * recorded < (tasks ?? 1); round += 1) {
    let left = (tasks ?? recorded) - round * recorded;
    for (const event of between) {
      if (event.type === 'task_started') left -= 1;
      if (left < 0) break;
      taken.push({ event, round });
    }
  }
  return [...taken, ...events.slice(-1).map((event) => ({ event, round: 0 }))];
}

function copiesOf(event: RunEvent, copies: number, resultBytes: number): RunEvent[] {
  const rounds = Array.from({ length: copies }, (_, copy) => copy);
  if (event.type === 'run_finished') {
    const recap = Object.entries(event.recap ?? {});
    const each = recap.flatMap(([host, counts]) =>
      rounds.map((copy): [string, HostRecap] => [nameOf(host, copy), counts]),
    );
    return [{ ...event, recap: Object.fromEntries(each) }];
  }
  if (event.type !== 'task_result' && event.type !== 'task_retried') return [event];
  return rounds.map((copy) => {
    const named = copy === 0 ? event : renamed(event, event.host, nameOf(event.host, copy));
    return resultBytes === 0 ? named : { ...named, result: { ...named.result, stdout: randomText(resultBytes) } };
  });
}

/** Also in the texts of its result. */
function renamed<Event extends RunEvent>(event: Event, host: string, name: string): Event {
  return JSON.parse(JSON.stringify(event).replaceAll(host, name)) as Event;
}

function nameOf(host: string, copy: number): string {
  return copy === 0 ? host : `${host}-${copy}`;
}

function randomText(bytes: number): string {
  let text = '';
  while (text.length < bytes) text += Math.random().toString(36).slice(2);
  return text.slice(0, bytes);
}

/** Plays and tasks are named by their seq: those of the recording, and of which round, to those of the new run. */
function renumbered(taken: Taken[]): RunEvent[] {
  const named = new Map<string, number>();
  return taken.map(({ event, round }, index) => {
    const seq = index + 1;
    const now = (old: number | null) => (old === null ? null : (named.get(`${round} ${old}`) ?? null));
    named.set(`${round} ${event.seq}`, seq);
    const moved = { ...event, seq };
    if ('playSeq' in moved) Object.assign(moved, { playSeq: now(moved.playSeq) });
    if ('taskSeq' in moved) Object.assign(moved, { taskSeq: now(moved.taskSeq) });
    return moved;
  });
}

function batchesOf(events: RunEvent[]): MadeRun {
  const batches: MadeRun['batches'] = [];
  let bytes = 0;
  for (let start = 0; start < events.length; start += BATCH_EVENTS) {
    const part = events.slice(start, start + BATCH_EVENTS);
    const text = part.map((event) => `${JSON.stringify(event)}\n`).join('');
    bytes += Buffer.byteLength(text);
    batches.push({ body: gzipSync(text), results: part.filter(({ type }) => type === 'task_result').length });
  }
  return { batches, bytes, results: batches.reduce((sum, batch) => sum + batch.results, 0) };
}
