import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '#scripts/root';
import { Failure, step } from '#scripts/step';
import { asking } from './ask.js';
import { RESULTS_PER_HOST, startFilledCluster } from './filled-cluster.js';
import { DEEP_PAGE, measureQueries } from './measure-queries.js';
import { MeasuredApi } from './measured-api.js';
import { PlanChecker } from './plan-checker.js';
import { GOAL_MS, tableOf, type Times } from './query-figures.js';

/** Then each run has all 80 hosts of its service. */
const MAX_RESULTS = 80 * RESULTS_PER_HOST;

interface QueriesOptions {
  results: number;
  rounds: number;
  /** The folder of another built version, which is asked the same in turn. */
  beside: string | null;
  json: boolean;
}

/**
 * Times every named query over HTTP, one at a time, on a ledger of millions of task results, and checks its plan. Answers
 * 1 when a query is not answered or has another plan. A slow answer is told, and no failure.
 */
export async function benchQueries(args: string[]): Promise<number> {
  const { results, rounds, beside, json } = optionsOf(args);
  const { postgres, dataDir } = await startFilledCluster(results);
  const plans = await PlanChecker.connect(postgres.url);
  const apis: MeasuredApi[] = [];
  const start = async (folder: string) => {
    const api = await MeasuredApi.start(folder, postgres.url, dataDir);
    apis.push(api);
    await step(`Starting the API of ${folder}`, () => api.untilReady());
    return api;
  };
  let measured;
  try {
    const api = await start(ROOT);
    const other = beside === null ? null : await start(beside);
    const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim();
    const otherAsk = other === null ? null : asking(other.url, token);
    measured = await measureQueries(asking(api.url, token), otherAsk, rounds, async (work, query) =>
      plans.faultsOf(await api.statementsOf(work), query),
    );
  } finally {
    for (const api of apis) await api.stop();
    await plans.close();
    await postgres.stop();
  }
  const { queries, pages } = measured;
  process.stdout.write(`${tableOf(queries, beside)}\n`);
  const { first, deep, ratio } = pages;
  const told = ({ p50, p95 }: Times) => `${p50.toFixed(1)} ms (p95 ${p95.toFixed(1)})`;
  process.stdout.write(`Run list: page 1 ${told(first)}, page ${DEEP_PAGE} ${told(deep)}, ratio ${ratio.toFixed(2)}\n`);
  const faults = queries.flatMap(({ title, planFaults }) => planFaults.map((fault) => `${title}: ${fault}`));
  for (const fault of faults) process.stdout.write(`Another plan than claimed: ${fault}\n`);
  const worstP95Ms = Math.max(...[first, deep, ...queries].map(({ p95 }) => p95));
  if (json) process.stdout.write(`${JSON.stringify({ worstP95Ms, goal: GOAL_MS, results, rounds, pages, queries })}\n`);
  return faults.length > 0 || queries.some(({ errors }) => errors !== null) ? 1 : 0;
}

function optionsOf(args: string[]): QueriesOptions {
  const { values } = parseArgs({
    args,
    options: {
      results: { type: 'string', default: '5000000' },
      rounds: { type: 'string', default: '40' },
      beside: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [results, rounds] = [Number(values.results), Number(values.rounds)];
  if (!Number.isInteger(rounds) || rounds < 20) throw new Failure('--rounds is a number from 20.');
  if (!(Number.isInteger(results / RESULTS_PER_HOST) && results > 0 && results <= MAX_RESULTS)) {
    throw new Failure(`--results is a multiple of ${RESULTS_PER_HOST}, up to ${MAX_RESULTS}.`);
  }
  return { results, rounds, beside: values.beside === undefined ? null : resolve(values.beside), json: values.json };
}
