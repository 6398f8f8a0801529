import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { readForScrape } from '#telemetry';
import { backlogOf, type Backlog } from './backlog.js';

/** All figures of one scrape, and those of another soon after, are from one look. */
const REMEMBERED_FOR_MS = 500;

interface Look extends Backlog {
  deadLetters: { stage: string; count: number }[];
  troubles: { step: string; stopped: boolean; count: number }[];
}

/**
 * Measures the ledger, with a question to Postgres at each scrape. Every process tells the same: take the maximum, and
 * not the sum. While Postgres does not answer, only `playledger_database_up` has a value.
 */
export function measureLedger(metrics: Registry, dataSource: DataSource): void {
  // API and worker may be one process.
  if (metrics.getSingleMetric('playledger_database_up') !== undefined) return;
  const look = rememberedFor(REMEMBERED_FOR_MS, () => readForScrape(() => lookAt(dataSource)));
  const gauge = (name: string, help: string, tell: (gauge: Gauge, found: Look) => void, labelNames: string[] = []) =>
    new Gauge({
      name: `playledger_${name}`,
      help,
      labelNames,
      registers: [metrics],
      async collect() {
        const found = await look();
        if (labelNames.length > 0) this.reset();
        else this.remove();
        if (found !== null) tell(this, found);
      },
    });
  new Gauge({
    name: 'playledger_database_up',
    help: 'Whether Postgres answers within a second.',
    registers: [metrics],
    async collect() {
      this.set((await look()) === null ? 0 : 1);
    },
  });
  gauge('backlog_runs', 'Runs with batches that are not folded yet.', (it, { runs }) => it.set(runs));
  gauge('backlog_batches', 'Batches that are not folded yet.', (it, { batches }) => it.set(batches));
  gauge('backlog_bytes', 'Inflated bytes of the batches that are not folded yet.', (it, { bytes }) => it.set(bytes));
  gauge('lag_seconds', 'Age of the oldest batch that is not folded yet.', (it, { lagSeconds }) => it.set(lagSeconds));
  gauge(
    'dead_letters',
    'Dead letters that have not been replayed successfully.',
    (it, { deadLetters }) => {
      for (const { stage, count } of deadLetters) it.set({ stage }, count);
    },
    ['stage'],
  );
  gauge(
    'run_troubles',
    'Runs that could not be folded, derived or grouped at the last try. Stopped: nobody tries again by himself.',
    (it, { troubles }) => {
      for (const { step, stopped, count } of troubles) it.set({ step, state: stopped ? 'stopped' : 'tried' }, count);
    },
    ['step', 'state'],
  );
}

async function lookAt(dataSource: DataSource): Promise<Look> {
  const [backlog, deadLetters, troubles] = await Promise.all([
    backlogOf(dataSource),
    dataSource.query<Look['deadLetters']>(
      `SELECT stages.stage, count(dead_letter.id)::int AS count
       FROM unnest(ARRAY['accept', 'fold']) AS stages(stage)
       LEFT JOIN dead_letter ON dead_letter.stage = stages.stage AND dead_letter.replayed_at IS NULL
       GROUP BY stages.stage`,
    ),
    dataSource.query<Look['troubles']>(
      `SELECT steps.step, states.stopped, count(run_trouble.run_id)::int AS count
       FROM unnest(ARRAY['fold', 'derive', 'group']) AS steps(step)
       CROSS JOIN unnest(ARRAY[false, true]) AS states(stopped)
       LEFT JOIN run_trouble ON run_trouble.step = steps.step AND run_trouble.stopped = states.stopped
       GROUP BY steps.step, states.stopped`,
    ),
  ]);
  return { ...backlog, deadLetters, troubles };
}

function rememberedFor<T>(milliseconds: number, read: () => Promise<T>): () => Promise<T> {
  let remembered: { until: number; answer: Promise<T> } | null = null;
  return () => {
    if (remembered === null || remembered.until < Date.now()) {
      remembered = { until: Date.now() + milliseconds, answer: read() };
    }
    return remembered.answer;
  };
}
