import type { RunEvent } from '#run-events';
import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

const HOUR = 3_600_000;

/** A run that changes hosts for two services, a task every forty minutes: it goes over midnight. */
function aLongNight(start: string, operator: string): { id: string; events: RunEvent[] } {
  const run = aRun({ sudoUser: operator }, new Date(start));
  for (const [index, hosts] of [['a'], ['a', 'b'], ['b'], ['a'], ['a', 'b'], ['c']].entries()) {
    run.with(aTask({ name: `Task ${index}`, action: 'file' }).changedOn(...hosts));
  }
  const events = run.events();
  const finished = events.pop();
  if (finished === undefined) throw new Error('A run has an end.');
  const nova = events.length + 1;
  const play = { uuid: 'play-2', name: 'Apply role nova', hosts: ['nova'], strategy: 'linear', serial: [], tags: [] };
  events.push(
    { type: 'play_started', seq: nova, occurredAt: start, ...play, roles: ['nova'] },
    { ...finished, seq: nova + 1 },
  );
  let tasks = 0;
  const time = () => new Date(Date.parse(start) + (tasks * 2 * HOUR) / 3).toISOString();
  return {
    id: run.id,
    events: events.map((event) => {
      if (event.type !== 'task_started') return { ...event, occurredAt: time() };
      tasks += 1;
      return { ...event, occurredAt: time(), ...(tasks % 3 === 0 ? { playSeq: nova, role: 'nova' } : {}) };
    }),
  };
}

interface Change {
  occurredAt: string;
  service: string | null;
  hostName: string;
  operator: string;
  run: { uuid: string };
}

const KEYS: Record<string, (change: Change) => string | null> = {
  day: ({ occurredAt }) => occurredAt.slice(0, 10),
  service: ({ service }) => service,
  host: ({ hostName }) => hostName,
  operator: ({ operator }) => operator,
};

describe('changeCounts', () => {
  let product: Product;
  let client: ApiClient;
  let all: Change[];

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    const runs = [aLongNight('2026-11-01T21:10:00Z', 'alice'), aLongNight('2026-11-01T22:50:00Z', 'bob')];
    for (const { id, events } of runs) await client.upload(id, events);
    await eventually(async () => {
      const { data } = await client.ask(`{ runs(filter: { status: [completed] }) { totalCount } }`);
      return data.runs.totalCount === runs.length;
    });
    const { data } = await client.ask(
      `{ changes(first: 100) { nodes { occurredAt service hostName operator run { uuid } } } }`,
    );
    all = data.changes.nodes;
    expect(all).toHaveLength(16);
  });
  afterAll(() => product.stop());

  it.each([
    {},
    { since: '2026-11-02T00:20:00Z' },
    { since: '2026-11-01T23:00:00Z', until: '2026-11-02T00:00:00Z' },
    { until: '2026-11-01T23:00:00Z', host: 'a' },
    { since: '2026-11-01T22:00:00Z', service: 'nova' },
    { since: '2026-11-02T00:00:00Z', operator: 'alice' },
  ])('counts changes by the hour, and each run once: %j', async (filter) => {
    const hourOf = (time: string) => Math.floor(Date.parse(time) / HOUR);
    const asked = all.filter(
      (change) =>
        (filter.since === undefined || hourOf(change.occurredAt) >= hourOf(filter.since)) &&
        (filter.until === undefined || hourOf(change.occurredAt) < hourOf(filter.until)) &&
        (filter.host === undefined || change.hostName === filter.host) &&
        (filter.service === undefined || change.service === filter.service) &&
        (filter.operator === undefined || change.operator === filter.operator),
    );
    expect(asked).not.toEqual([]);
    for (const [by, keyOf] of Object.entries(KEYS)) {
      const { data } = await client.ask(
        `query ($filter: ChangeCountFilter) { changeCounts(by: ${by}, filter: $filter) { key changes runs } }`,
        { filter },
      );
      const groups = new Map<string | null, Change[]>();
      for (const change of asked) groups.set(keyOf(change), [...(groups.get(keyOf(change)) ?? []), change]);
      const expected = [...groups].map(([key, changes]) => {
        return { key, changes: changes.length, runs: new Set(changes.map(({ run }) => run.uuid)).size };
      });
      expect(data.changeCounts).toHaveLength(expected.length);
      expect(data.changeCounts).toEqual(expect.arrayContaining(expected));
    }
  });
});
