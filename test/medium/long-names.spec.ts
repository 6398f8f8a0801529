import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { shortKey } from '#history';
import type { PlayStarted, RunEvent } from '#run-events';
import { aRun, aTask, type RunBuilder } from '../support/a-run.js';
import { TestLedger } from '../support/test-ledger.js';

/** Of so many bytes, and of signs that no compression makes short. */
const long = (bytes: number) =>
  randomBytes(Math.ceil(bytes / 2))
    .toString('hex')
    .slice(0, bytes);

const inPlay = (run: RunBuilder, play: Partial<PlayStarted>): RunEvent[] =>
  run.events().map((event) => (event.type === 'play_started' ? { ...event, ...play } : event));

describe('names that are longer than a row of an index may be', () => {
  let ledger: TestLedger;
  let dataSource: DataSource;
  beforeAll(async () => {
    ledger = await TestLedger.create();
    ({ dataSource } = ledger);
  });
  afterAll(() => ledger.drop());

  it('are folded and derived, and kept whole', async () => {
    const [name, play] = [
      `Wait for ${long(3_500)}`,
      `Deploy on ${Array.from({ length: 210 }, () => long(14)).join(',')}`,
    ];
    const run = aRun({ user: long(4_000) }).with(aTask({ name, role: null }).on('ctl-001', 'changed'));
    await ledger.load(run.id, inPlay(run, { name: play, roles: [] }));
    expect(await dataSource.query(`SELECT code, message FROM dead_letter`)).toEqual([]);
    expect(await dataSource.query(`SELECT name FROM task WHERE run_id = $1`, [run.id])).toEqual([{ name }]);
    expect(await dataSource.query(`SELECT name FROM play WHERE run_id = $1`, [run.id])).toEqual([{ name: play }]);
    expect(await dataSource.query(`SELECT name FROM task_name`)).toEqual([{ name }]);
    const [deployment] = await dataSource.query<{ service: string }[]>(`SELECT service FROM deployment`);
    expect(deployment?.service.startsWith(play.slice(0, 100))).toBe(true);
    expect(await dataSource.query(`SELECT derived_at IS NULL AS missing FROM run`)).toEqual([{ missing: false }]);
  });

  it('hold in every index: hosts, roles, modules, environments, operators, of signs of three bytes', async () => {
    const name = (length: number) =>
      [...randomBytes(length)].map((byte) => String.fromCharCode(0x4e00 + byte * 7)).join('');
    const task = aTask({ name: name(4_096), action: name(4_096), role: name(4_096) }).on(name(4_096), 'changed');
    const run = aRun({ user: name(4_096), environment: { SUB: name(4_096) } }).with(task.failedOn(name(4_096)));
    await ledger.load(run.id, inPlay(run, { name: name(4_096), roles: [name(4_096)] }));
    expect(await dataSource.query(`SELECT code, message FROM dead_letter`)).toEqual([]);
    expect(await dataSource.query(`SELECT derived_at IS NULL AS missing FROM run WHERE id = $1`, [run.id])).toEqual([
      { missing: false },
    ]);
  });

  it('have the same key in the database as in the code', async () => {
    for (const text of [
      long(500),
      long(501),
      `${'é'.repeat(99)}x${long(800)}`,
      '💥'.repeat(300),
      `${'a'.repeat(99)}${'💥'.repeat(200)}`,
    ]) {
      expect(await dataSource.query(`SELECT short_key($1) AS key`, [text])).toEqual([{ key: shortKey(text) }]);
    }
  });

  it('have a key that is the key of itself, and another one than a name that goes on otherwise', async () => {
    const text = long(3_000);
    const [keys] = await dataSource.query<object[]>(
      `SELECT short_key(short_key($1)) = short_key($1) AS same, short_key($1 || 'x') <> short_key($1) AS other,
         short_key($2) = $2 AS short`,
      [text, 'keystone : Run'],
    );
    expect(keys).toEqual({ same: true, other: true, short: true });
  });
});
