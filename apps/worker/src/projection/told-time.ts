import { uuidTime } from '#database';
import type { RunEvent, TaskResult } from '#run-events';

/** How far the controller's clock may be ahead of ours before we say that it is wrong: see decision 0045. */
const TOLERATED_SECONDS = 5 * 60;

/** How far the clock on the wall may be from the one that nobody sets, before we say that it was set. */
const SET_SECONDS = 1;

/** The controller's clock beside ours. */
export interface RunClock {
  /** When the run began by the controller's clock: the time in its id. Milliseconds since 1970. */
  madeAt: number;
  /** Seconds by which that is ahead of our clock; 0 within the tolerance. */
  ahead: number;
}

/**
 * A run whose first batch came before the run began has a clock that is ahead. One that came late tells nothing: it may
 * have waited in a spool.
 */
export function runClock(runId: string, firstReceivedAt: Date): RunClock {
  const madeAt = uuidTime(runId).getTime();
  const ahead = (madeAt - firstReceivedAt.getTime()) / 1_000;
  return { madeAt, ahead: ahead > TOLERATED_SECONDS ? ahead : 0 };
}

/** When a run began, by our clock. */
export function beganAt({ madeAt, ahead }: RunClock): string {
  return new Date(madeAt - ahead * 1_000).toISOString();
}

/** The event with its times by our clock: as they were told, as long as nothing speaks against them. */
export function inOurTime(event: RunEvent, clock: RunClock, receivedAt: Date): RunEvent {
  const occurredAt = ourTime(event.occurredAt, event.elapsed, clock, receivedAt);
  if (event.type !== 'task_result') return occurredAt === event.occurredAt ? event : { ...event, occurredAt };
  const startedAt = startOf(event, clock, receivedAt);
  if (occurredAt === event.occurredAt && startedAt === event.startedAt) return event;
  return { ...event, occurredAt, startedAt };
}

function startOf({ startedAt, startedElapsed }: TaskResult, clock: RunClock, receivedAt: Date): string | null {
  return startedAt === null ? null : ourTime(startedAt, startedElapsed, clock, receivedAt);
}

function ourTime(told: string, elapsed: number | null | undefined, clock: RunClock, receivedAt: Date): string {
  const wall = Date.parse(told);
  const received = receivedAt.getTime();
  const latest = received + TOLERATED_SECONDS * 1_000;
  // No date of the calendar: for the fold to refuse.
  if (Number.isNaN(wall)) return told;
  let time = wall;
  if (elapsed != null) {
    const counted = clock.madeAt + elapsed * 1_000;
    if (Math.abs(counted - wall) > SET_SECONDS * 1_000) time = counted;
    time -= clock.ahead * 1_000;
  } else if (wall > latest) {
    time -= clock.ahead * 1_000;
  }
  if (time > latest) time = received;
  return time === wall ? told : new Date(time).toISOString();
}
