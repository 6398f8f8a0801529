import type { RunEvent } from '#run-events';
import { recordedRun, type RecordedRun } from '../load/recorded-run.js';

/**
 * The same run at another time, and so with another id. Every time that the wire knows is moved; times in results and
 * arguments are texts of modules, and stay. By whole seconds, so that fractions and distances stay too.
 */
export function movedRun(events: readonly RunEvent[], endedAt: Date): RecordedRun {
  const last = events.at(-1)?.occurredAt ?? '';
  const seconds = Math.round((endedAt.getTime() - Date.parse(last)) / 1000);
  return recordedRun(events.map((event) => movedEvent(event, seconds)));
}

function movedEvent(event: RunEvent, seconds: number): RunEvent {
  const occurredAt = movedInstant(event.occurredAt, seconds);
  if (event.type !== 'task_result' || event.startedAt === null) return { ...event, occurredAt };
  return { ...event, occurredAt, startedAt: movedInstant(event.startedAt, seconds) };
}

function movedInstant(instant: string, seconds: number): string {
  const [whole, rest] = [instant.slice(0, 19), instant.slice(19)];
  return new Date(Date.parse(`${whole}Z`) + seconds * 1000).toISOString().slice(0, 19) + rest;
}
