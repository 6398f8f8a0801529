import { v7 as uuidv7 } from 'uuid';
import type { RunEvent } from '#run-events';
import { beganAt, inOurTime, runClock } from './told-time.js';

const NOON = Date.UTC(2026, 10, 30, 12);
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const YEAR = 365 * 24 * HOUR;

const at = (time: number) => new Date(time).toISOString();

/** Of a run that began at `madeAt` by its own clock; its first batch came at noon. */
function told(madeAt: number, wall: number, elapsed: number | null, receivedAt = NOON, started: number | null = null) {
  const clock = runClock(uuidv7({ msecs: madeAt }), new Date(NOON));
  const event = {
    ...{ seq: 3, type: 'task_result', occurredAt: at(wall), elapsed, taskSeq: 2, host: 'ctl-001', status: 'ok' },
    ...{ ignored: false, rescued: false, attempts: null, delegatedTo: null, result: {} },
    ...{
      startedAt: started === null ? null : at(wall + started),
      startedElapsed: elapsed === null ? null : elapsed + (started ?? 0) / SECOND,
    },
  } as RunEvent;
  return { clock, event, ours: inOurTime(event, clock, new Date(receivedAt)) };
}

describe('times of a run by our clock', () => {
  it.each([
    ['as it happens', NOON - SECOND, NOON, 1],
    ['minutes ahead, as clocks are', NOON + 4 * 60 * SECOND, NOON + 4 * 60 * SECOND + SECOND, 1],
    ['long before, out of a spool', NOON - YEAR, NOON - YEAR + HOUR, 3_600],
    ['by an older plugin', NOON - SECOND, NOON, null],
    ['a little beside the clock that nobody sets', NOON - SECOND, NOON + 900, 1],
  ])('stay as they were told: %s', (_how, madeAt, wall, elapsed) => {
    const { clock, event, ours } = told(madeAt, wall, elapsed, NOON, -SECOND);
    expect(clock.ahead).toBe(0);
    expect(ours).toBe(event);
  });

  it('are moved back by what the clock is ahead', () => {
    const { clock, ours } = told(NOON + 73 * YEAR, NOON + 73 * YEAR + 5 * SECOND, 5, NOON + 6 * SECOND, -2 * SECOND);
    expect(clock.ahead).toBe((73 * YEAR) / SECOND);
    expect(beganAt(clock)).toBe(at(NOON));
    expect(ours).toMatchObject({ occurredAt: at(NOON + 5 * SECOND), startedAt: at(NOON + 3 * SECOND) });
  });

  it('are moved back for an older plugin too, and only where they were ahead', () => {
    const made = NOON + 73 * YEAR;
    expect(told(made, made + 5 * SECOND, null, NOON + 6 * SECOND).ours.occurredAt).toBe(at(NOON + 5 * SECOND));
    // The clock was set right meanwhile.
    expect(told(made, NOON + 5 * SECOND, null, NOON + 6 * SECOND).ours.occurredAt).toBe(at(NOON + 5 * SECOND));
  });

  it.each([
    ['forth', 2 * HOUR],
    ['back', -2 * HOUR],
  ])('go on evenly when the clock is set %s during the run', (_way, step) => {
    const { ours } = told(NOON, NOON + 3 * SECOND + step, 3, NOON + 4 * SECOND, -2 * SECOND);
    expect(ours).toMatchObject({ occurredAt: at(NOON + 3 * SECOND), startedAt: at(NOON + SECOND) });
  });

  it('are at most those of their receipt', () => {
    expect(told(NOON, NOON + 2 * HOUR, null, NOON + 4 * SECOND).ours.occurredAt).toBe(at(NOON + 4 * SECOND));
  });

  it('leave what is no date to the fold', () => {
    const clock = runClock(uuidv7({ msecs: NOON }), new Date(NOON));
    const event = { seq: 1, type: 'no_hosts_matched', occurredAt: '2026-13-45T00:00:00Z', playSeq: 1 } as RunEvent;
    expect(inOurTime(event, clock, new Date(NOON))).toBe(event);
  });
});
