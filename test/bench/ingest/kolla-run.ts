// A run of the shape of a recorded one, as large as asked for, in the batches that the plugin would send.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../root.mjs';
import { Failure } from '../step.mjs';

/** What the plugin sends at most in one batch. */
const BATCH_EVENTS = 200;

/**
 * The recording with every host `hosts` times over its own number, its tasks taken again until there are `tasks`, and
 * `resultBytes` of random text more in each result. Answers `{ batches: [{ body, results }], results, bytes }`.
 */
export async function kollaRun({ recording, hosts, tasks, resultBytes }) {
  const { readRecording } = await import('../../dist/apps/standalone/src/load/load.js');
  const { events } = await readRecording(join(ROOT, 'test', 'recordings', `${recording}.jsonl.gz`));
  const recorded = new Set(events.flatMap((event) => (event.type === 'task_result' ? [event.host] : [])));
  if (recorded.size === 0) throw new Failure(`${recording} has no results.`);
  const copies = Math.max(1, Math.round(hosts / recorded.size));
  const lines = repeated(events, tasks).flatMap((event) => copiesOf(event, copies, resultBytes));
  return batchesOf(renumbered(lines));
}

/** The events between the run's start and its end, again and again until there are so many tasks. */
function repeated(events, tasks) {
  const [first, last] = [events[0], events.at(-1)];
  const between = events.slice(1, -1);
  const recorded = between.filter(({ type }) => type === 'task_started').length;
  const all = [first];
  for (let round = 0; round * recorded < (tasks ?? 1); round += 1) {
    let left = (tasks ?? recorded) - round * recorded;
    for (const event of between) {
      if (event.type === 'task_started') left -= 1;
      if (left < 0) break;
      all.push({ ...event, round });
    }
  }
  return [...all, last];
}

function copiesOf(event, copies, resultBytes) {
  const rounds = Array.from({ length: copies }, (_, copy) => copy);
  if (event.type === 'run_finished') {
    const recap = Object.entries(event.recap ?? {});
    const each = recap.flatMap(([host, counts]) => rounds.map((copy) => [nameOf(host, copy), counts]));
    return [{ ...event, recap: Object.fromEntries(each) }];
  }
  if (event.type !== 'task_result' && event.type !== 'task_retried') return [event];
  return rounds.map((copy) => {
    const named =
      copy === 0 ? event : JSON.parse(JSON.stringify(event).replaceAll(event.host, nameOf(event.host, copy)));
    return resultBytes === 0 ? named : { ...named, result: { ...named.result, stdout: randomText(resultBytes) } };
  });
}

function nameOf(host, copy) {
  return copy === 0 ? host : `${host}-${copy}`;
}

function randomText(bytes) {
  let text = '';
  while (text.length < bytes) text += Math.random().toString(36).slice(2);
  return text.slice(0, bytes);
}

/** Plays and tasks are named by their seq: those of the recording, and of which round, to those of the new run. */
function renumbered(events) {
  const named = new Map();
  return events.map(({ round, ...event }, index) => {
    const seq = index + 1;
    const now = (old) => named.get(`${round} ${old}`);
    named.set(`${round} ${event.seq}`, seq);
    const moved = { ...event, seq };
    if (event.playSeq !== undefined && event.playSeq !== null) moved.playSeq = now(event.playSeq);
    if (event.taskSeq !== undefined && event.taskSeq !== null) moved.taskSeq = now(event.taskSeq);
    return moved;
  });
}

function batchesOf(events) {
  const batches = [];
  let bytes = 0;
  for (let start = 0; start < events.length; start += BATCH_EVENTS) {
    const part = events.slice(start, start + BATCH_EVENTS);
    const text = part.map((event) => `${JSON.stringify(event)}\n`).join('');
    bytes += Buffer.byteLength(text);
    batches.push({ body: gzipSync(text), results: part.filter(({ type }) => type === 'task_result').length });
  }
  return { batches, bytes, results: batches.reduce((sum, batch) => sum + batch.results, 0) };
}
