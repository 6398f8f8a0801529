import { readFileSync } from 'node:fs';
import type { RunEvent, TaskResult } from '#run-events';
import { readRecording } from '../load/recorded-run.js';
import { movedRun } from './moved-run.js';

const ENDED_AT = new Date('2027-03-01T12:00:00Z');

describe('movedRun', () => {
  let events: RunEvent[];

  beforeAll(async () => {
    ({ events } = await readRecording('test/recordings/kolla-4-check-rabbitmq-failed.ndjson.gz'));
  });

  it('ends at the time, keeps every distance, and has an id of its own time', () => {
    const moved = movedRun(events, ENDED_AT);
    const [first, last] = [moved.events[0]!, moved.events.at(-1)!];
    expect(Math.abs(Date.parse(last.occurredAt) - ENDED_AT.getTime())).toBeLessThan(1000);
    const distances = (of: RunEvent[]) =>
      of.map((event) => Date.parse(event.occurredAt) - Date.parse(of[0]!.occurredAt));
    expect(distances(moved.events)).toEqual(distances(events));
    expect(Number.parseInt(moved.runId.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse(first.occurredAt));
    expect(movedRun(events, ENDED_AT)).toEqual(moved);
    expect(movedRun(events, new Date('2027-03-01T13:00:00Z')).runId).not.toBe(moved.runId);
  });

  it('keeps fractions, moves starts of results, and leaves what modules say of times', () => {
    const result = events.find((event): event is TaskResult => event.type === 'task_result')!;
    const last = { ...result, occurredAt: '2026-11-22T23:59:59.000001Z', startedAt: '2026-11-22T23:59:58Z' };
    const moved = movedRun([events[0]!, last], new Date('2026-11-24T00:00:00Z')).events.at(-1);
    expect(moved).toEqual({ ...result, occurredAt: '2026-11-24T00:00:00.000001Z', startedAt: '2026-11-23T23:59:59Z' });
  });

  it('moves every time that the wire knows', () => {
    const schema = readFileSync('libs/run-events/run-event.schema.generated.json', 'utf8');
    const times = Object.entries((JSON.parse(schema) as { anyOf: { properties: object }[] }).anyOf)
      .flatMap(([, { properties }]) => Object.entries(properties))
      .filter(([, field]) => JSON.stringify(field).includes('T([01]'))
      .map(([name]) => name);
    expect([...new Set(times)].sort()).toEqual(['occurredAt', 'startedAt']);
  });
});
