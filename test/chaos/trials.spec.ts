import { setTimeout as sleep } from 'node:timers/promises';
import { QueryFailedError, type DataSource } from 'typeorm';
import { appendBatch, parseMultirange } from '#ledger';
import { Logger } from '#telemetry';
import { RunProjector } from '../../apps/worker/src/projection/project-run.js';
import { aBatch } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { digestOf, projectionOf } from '../support/projections.js';
import { Dice } from './dice.js';
import { FAULTS, type Fault } from './faults.js';
import { report, someRuns, type Acknowledged, type ReportedRun } from './workload.js';
import { World } from './world.js';

const SEED = Number(process.env.PLAYLEDGER_CHAOS_SEED ?? 1);
const TRIALS = Number(process.env.PLAYLEDGER_CHAOS_TRIALS ?? 5);
/**
 * A run that is not folded by then is stuck: the sweeper comes every two seconds, and wants what is five seconds old.
 */
const STUCK_AFTER_SECONDS = 45;
/** Told of by a worker that looks on its own time, and not by the fold. */
const NOT_FOLDED = ['checked_at', 'successes_checked', 'successes_matching'];

const START_LIMIT_MS = 300_000;
const TRIAL_LIMIT_MS = 300_000;

interface Tally {
  runs: number;
  events: number;
  letters: number;
  faults: Map<string, number>;
}

describe('an installation of which everything may die at any time', () => {
  let world: World;
  const tally: Tally = { runs: 0, events: 0, letters: 0, faults: new Map() };

  beforeAll(async () => {
    world = await World.start();
    for (const { name, impossible } of FAULTS) {
      const reason = impossible?.(world) ?? null;
      if (reason !== null) process.stdout.write(`Left out: ${name}: ${reason}\n`);
    }
  }, START_LIMIT_MS);
  afterAll(async () => {
    await world.stop();
    const faults = [...tally.faults].map(([name, times]) => `${name} ${times}`).join(', ');
    process.stdout.write(
      `${TRIALS} trials from seed ${SEED}: ${tally.runs} runs, ${tally.events} events acknowledged, ` +
        `${tally.letters} of them in the dead letters. Faults: ${faults}\n`,
    );
  });

  it.each(Array.from({ length: TRIALS }, (_, at) => SEED + at))(
    'loses and doubles nothing (seed %i)',
    async (seed) => {
      const dice = new Dice(seed);
      const began = performance.now();
      const tell = (what: string) => {
        const seconds = ((performance.now() - began) / 1_000).toFixed(1);
        process.stdout.write(`seed ${seed}: ${seconds} s: ${what}\n`);
      };
      await forgetEverything();
      const runs = await someRuns(dice);
      const faults = someFaults(dice);
      try {
        const [acknowledged] = await Promise.all([
          Promise.all(runs.map((run) => report(dice.another(), run, world.product.clients))),
          ...faults.map(async ({ fault, after, dice: own }) => {
            await sleep(after);
            await fault.happen(world, own);
            tell(fault.name);
          }),
        ]);
        await world.healed();
        await nothingIsStuck();
        tell(`${runs.length} runs are folded`);
        const held = new Map<ReportedRun, number[]>();
        for (const run of runs) held.set(run, await acceptedOf(run.id));
        await copyHosts();
        // All of them before any is compared: some tables count over all runs.
        for (const [run, accepted] of held) await foldUndisturbed(run, accepted);
        for (const { id } of runs) await Promise.all([catchUp(world.dataSource, id), catchUp(world.reference, id)]);
        for (const [index, run] of runs.entries()) await check(run, held.get(run)!, acknowledged[index]!);
      } catch (error) {
        const happened = faults.map(({ fault, after }) => `${fault.name} after ${after} ms`).join(', ');
        throw new Error(`With ${happened}: ${(error as Error).message}\n${world.output.slice(-8_000)}`, {
          cause: error,
        });
      }
      for (const { fault } of faults) tally.faults.set(fault.name, (tally.faults.get(fault.name) ?? 0) + 1);
    },
    TRIAL_LIMIT_MS,
  );

  const someFaults = (dice: Dice): { fault: Fault; after: number; dice: Dice }[] => {
    const possible = FAULTS.filter(({ impossible }) => (impossible?.(world) ?? null) === null);
    return Array.from({ length: dice.from(1, 3) }, () => ({
      fault: dice.one(possible),
      after: dice.from(0, 1_200),
      dice: dice.another(),
    }));
  };

  const nothingIsStuck = async () => {
    let stuck: unknown;
    await eventually(async () => {
      stuck = await world.dataSource
        .query('SELECT run_id, settled, batches FROM ledger_run WHERE settled < batches')
        .catch(() => null);
      return Array.isArray(stuck) && stuck.length === 0;
    }, STUCK_AFTER_SECONDS).catch((error: unknown) => {
      throw new Error(`Runs are stuck: ${JSON.stringify(stuck)}`, { cause: error });
    });
  };

  /** What was promised is there once, nothing else is, and all of it is as if nothing had happened. */
  const check = async (run: ReportedRun, accepted: number[], acknowledged: Acknowledged) => {
    const known = new Set(accepted);
    expect([...acknowledged.seqs].filter((seq) => !known.has(seq))).toEqual([]);
    if (!run.dies) expect(known.size).toBe(run.events.length);

    const letters = await lettersOf(world.dataSource, run.id);
    const poisoned = accepted.filter((seq) => run.poisoned.has(seq));
    expect(letters.filter(({ stage }) => stage === 'fold').map(({ seq }) => seq)).toEqual(poisoned);
    const rejected = letters.filter(({ stage }) => stage === 'accept').map(({ event }) => event);
    expect(rejected).toEqual(expect.arrayContaining([...acknowledged.rejected]));
    expect(new Set(rejected).size).toBe(rejected.length);

    const held = run.events.filter(({ seq }) => known.has(seq));
    const results = held.filter(({ type, seq }) => type === 'task_result' && !run.poisoned.has(seq));
    const shown = await world.dataSource.query<{ seq: number }[]>(
      'SELECT seq FROM task_result WHERE run_id = $1 ORDER BY seq',
      [run.id],
    );
    expect(shown.map(({ seq }) => seq)).toEqual(results.map(({ seq }) => seq));

    const found = comparable(await projectionOf(world.dataSource, run.id));
    const expected = comparable(await projectionOf(world.reference, run.id));
    if (digestOf(found) !== digestOf(expected)) expect(found).toEqual(expected);

    tally.runs += 1;
    tally.events += acknowledged.seqs.size;
    tally.letters += poisoned.length;
  };

  const acceptedOf = async (runId: string): Promise<number[]> => {
    const [row] = await world.dataSource.query<{ accepted: string }[]>(
      'SELECT accepted::text FROM ledger_run WHERE run_id = $1',
      [runId],
    );
    return parseMultirange(row?.accepted ?? '{}').flatMap(([from, to]) =>
      Array.from({ length: to - from }, (_, at) => from + at),
    );
  };

  /** Some tables are in the order of the hosts' numbers, which are given as hosts are first seen. */
  const copyHosts = async () => {
    const [hosts] = await world.dataSource.query<{ all: object[] }[]>('SELECT jsonb_agg(host) AS all FROM host');
    await world.reference.query(
      `INSERT INTO host OVERRIDING SYSTEM VALUE
       SELECT * FROM jsonb_populate_recordset(NULL::host, $1) ON CONFLICT DO NOTHING`,
      [JSON.stringify(hosts?.all ?? [])],
    );
  };

  const foldUndisturbed = async (run: ReportedRun, accepted: number[]) => {
    const known = new Set(accepted);
    const batch = aBatch(run.events.filter(({ seq }) => known.has(seq)));
    await appendBatch(world.reference, run.id, batch.seqs, batch.body);
    await projectorOf(world.reference).project(run.id);
  };

  /**
   * What is derived of a run that goes on may be ten seconds behind what is folded, and so may what it means for other
   * runs. One whose plugin was killed stays so until its missing heartbeat is found, for which no trial waits.
   */
  const catchUp = async (dataSource: DataSource, runId: string) => {
    const [run] = await dataSource.query<{ status: string }[]>('SELECT status FROM run WHERE id = $1', [runId]);
    if (run?.status !== 'running') return;
    const projector = projectorOf(dataSource);
    await dataSource.transaction(async (tx) => {
      await projector.derive(tx, runId);
      await projector.groupAgain(tx, runId);
    });
  };

  const projectorOf = (dataSource: DataSource) => new RunProjector(dataSource, Logger.create('reference', 'silent'));

  /**
   * Each trial begins with empty tables; hosts stay, whose numbers the workers remember, and the log that only grows.
   */
  const forgetEverything = async () => {
    await world.healed();
    for (const dataSource of [world.dataSource, world.reference]) {
      const tables = await dataSource.query<{ name: string }[]>(
        `SELECT oid::regclass::text AS name FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
           AND relname NOT IN ('schema_migration', 'api_token', 'audit_entry', 'host')`,
      );
      // Workers go on meanwhile, and hold some tables while they wait for others: one of the two has to begin again.
      await eventually(() => truncated(dataSource, tables), STUCK_AFTER_SECONDS);
    }
  };
});

/** False when Postgres chose us to give way in a deadlock. */
async function truncated(dataSource: DataSource, tables: { name: string }[]): Promise<boolean> {
  try {
    await dataSource.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
    return true;
  } catch (error) {
    if (error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '40P01') return false;
    throw error;
  }
}

async function lettersOf(
  dataSource: DataSource,
  runId: string,
): Promise<{ stage: string; seq: number | null; event: string }[]> {
  return dataSource.query(
    `SELECT stage, seq, convert_from(event, 'UTF8') AS event FROM dead_letter
     WHERE run_id = $1 AND replayed_at IS NULL ORDER BY seq`,
    [runId],
  );
}

function comparable(tables: Record<string, unknown[]>): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [
      table,
      rows.map((row) =>
        Object.fromEntries(Object.entries(row as object).filter(([name]) => !NOT_FOLDED.includes(name))),
      ),
    ]),
  );
}
