import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { ResultStatus, RunEvent } from '#run-events';
import { readRecording } from '../../apps/standalone/src/load/recorded-run.js';
import { aRun, aTask } from '../support/a-run.js';
import type { ApiClient } from '../support/api-client.js';
import { RECORDINGS } from '../support/recordings.js';
import type { Dice } from './dice.js';

/** One event in so many cannot be folded, and one cannot even be accepted. */
const ONE_POISON_IN = 1_000;
const RECORDED = [...RECORDINGS].filter(([name]) => /^(kolla-[2345]|osism-[013])-/.test(name)).map(([, file]) => file);
const STATUSES: ResultStatus[] = ['ok', 'ok', 'ok', 'changed', 'skipped', 'failed', 'unreachable'];
const ANSWER_WITHIN_MS = 3_000;
const PATIENCE_MS = 90_000;

/** A run, as several senders will bring it. */
export interface ReportedRun {
  id: string;
  events: RunEvent[];
  /** Events of it that cannot be folded. */
  poisoned: ReadonlySet<number>;
  /** Lines that cannot be accepted, each with the event that it is sent behind. */
  unacceptable: ReadonlyMap<number, string>;
  /** Its plugin is killed on the way. */
  dies: boolean;
}

/** What a run's senders were promised. */
export interface Acknowledged {
  seqs: Set<number>;
  /** Lines that were answered as rejected: they have to be in the dead letters. */
  rejected: Set<string>;
}

export async function someRuns(dice: Dice): Promise<ReportedRun[]> {
  const runs: ReportedRun[] = [];
  for (let count = dice.from(3, 6); count > 0; count--) {
    runs.push(withPoison(dice, uuidv7(), await someEvents(dice)));
  }
  return runs;
}

async function someEvents(dice: Dice): Promise<RunEvent[]> {
  const recorded = dice.chance(0.3) ? dice.one(RECORDED) : null;
  if (recorded !== null) return (await readRecording(recorded)).events;
  const run = aRun();
  const hosts = Array.from({ length: dice.from(1, 8) }, (_, at) => `ctl-00${at + 1}`);
  for (let tasks = dice.from(5, 50); tasks > 0; tasks--) {
    const task = aTask({ name: `keystone : Task ${tasks}` });
    for (const host of hosts) {
      const status = dice.one(STATUSES);
      const result = status === 'failed' ? { failed: true, msg: `Step ${dice.from(1, 4)} went wrong` } : {};
      task.on(host, status, { result });
    }
    run.with(task);
  }
  return run.events();
}

function withPoison(dice: Dice, id: string, events: RunEvent[]): ReportedRun {
  const poisoned = new Set<number>();
  const unacceptable = new Map<number, string>();
  const spoilt = events.map((event) => {
    if (dice.chance(1 / ONE_POISON_IN)) unacceptable.set(event.seq, `{"spoilt": ${event.seq}}`);
    if (event.type !== 'task_result' || !dice.chance(1 / ONE_POISON_IN)) return event;
    poisoned.add(event.seq);
    // Fits the wire format, but is no day of the calendar.
    return { ...event, occurredAt: '2026-02-31T00:00:00Z' };
  });
  return { id, events: spoilt, poisoned, unacceptable, dies: dice.chance(0.15) };
}

/** Batches as a bad network brings them: of any size, some of them twice, cut otherwise, late, and out of order. */
function sendings(dice: Dice, { events, dies }: ReportedRun): RunEvent[][] {
  const batches: { at: number; events: RunEvent[] }[] = [];
  for (let start = 0; start < events.length;) {
    const size = dice.from(1, 60);
    const batch = events.slice(start, start + size);
    const at = start + (dice.chance(0.2) ? dice.from(0, 150) : 0);
    batches.push({ at, events: batch });
    if (dice.chance(0.15)) batches.push({ at: start + dice.from(0, 200), events: batch });
    // A sender that begins anew does not cut where the first one did.
    if (dice.chance(0.1)) {
      const from = Math.max(0, start - dice.from(0, 20));
      batches.push({ at: start + dice.from(0, 200), events: events.slice(from, start + dice.from(1, 60)) });
    }
    start += size;
  }
  const inOrder = batches.sort((a, b) => a.at - b.at).map((batch) => batch.events);
  return dies ? inOrder.slice(0, Math.ceil(inOrder.length * dice.next())) : inOrder;
}

/** Sends all of a run, from one or two senders at once; each batch until it is acknowledged, as the plugin would. */
export async function report(dice: Dice, run: ReportedRun, clients: readonly ApiClient[]): Promise<Acknowledged> {
  const acknowledged: Acknowledged = { seqs: new Set(), rejected: new Set() };
  const all = sendings(dice, run);
  const senders = dice.from(1, 2);
  const plans = Array.from({ length: senders }, (_, sender) => ({
    batches: all.filter((_batch, at) => at % senders === sender),
    dice: dice.another(),
  }));
  await Promise.all(
    plans.map(async ({ batches, dice: own }) => {
      for (const events of batches) {
        await sleep(own.chance(0.08) ? own.from(200, 600) : own.from(0, 80));
        await deliver(own, run, events, clients);
        for (const { seq } of events) {
          acknowledged.seqs.add(seq);
          const line = run.unacceptable.get(seq);
          if (line !== undefined) acknowledged.rejected.add(line);
        }
      }
    }),
  );
  return acknowledged;
}

async function deliver(
  dice: Dice,
  run: ReportedRun,
  events: readonly RunEvent[],
  clients: readonly ApiClient[],
): Promise<void> {
  const bad = events.flatMap(({ seq }) => run.unacceptable.get(seq) ?? []);
  const lines = events.flatMap((event) => [JSON.stringify(event), run.unacceptable.get(event.seq) ?? []].flat());
  const end = Date.now() + PATIENCE_MS;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const answer = await dice.one(clients).uploadBytes(run.id, lines.join('\n'), {}, signal);
      if (answer.status === 202) {
        const { accepted, duplicates, rejected } = answer.body as Record<'accepted' | 'duplicates', number> & {
          rejected: unknown[];
        };
        if (accepted + duplicates === events.length && rejected.length === bad.length) return;
        throw new WrongAnswer(`Of ${events.length} events: ${JSON.stringify(answer.body)}`);
      }
      const said = `${answer.status} ${JSON.stringify(answer.body)}`;
      if (answer.status !== 503 && answer.status !== 429) throw new WrongAnswer(said);
      if (!answer.headers.has('retry-after')) throw new WrongAnswer(`Without Retry-After: ${said}`);
      last = said;
    } catch (error) {
      if (error instanceof WrongAnswer) throw error;
      last = error;
    }
    await sleep(dice.from(50, 250));
  }
  throw new Error(`A batch of run ${run.id} is not taken`, { cause: last });
}

class WrongAnswer extends Error {}
