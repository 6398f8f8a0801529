// Times every named query over HTTP, one at a time, on a ledger of millions of task results, and checks its plan.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';
import { Failure, step } from '../step.mjs';
import { planChecker } from './check-plans.mjs';
import { startFilledCluster } from './filled-cluster.mjs';
import { namedQueries, RUN_PAGE } from './named-queries.mjs';

/** What an answer may take at the 95th percentile. */
const GOAL_MS = 50;
const WARM_UPS = 5;
const DEEP_PAGE = 1000;
const RECORDER = join(ROOT, 'scripts', 'bench-queries', 'record-statements.mjs');
/** Costs HTTP, the token and GraphQL, and nothing else. */
const TRIVIAL = { document: '{ __typename }', variables: {}, path: null };

/**
 * The times are those of the recordings, which the data contain; the ids are of runs that are there: the last upgrade
 * of keystone, which failed, one whose tasks were given something else, and a check run behind which a real one came.
 */
const IDS = `query {
  upgrades: deployments(filter: { service: "keystone", action: ["upgrade"], checkMode: false }, first: 3) {
    nodes { run { uuid } }
  }
  checks: deployments(filter: { service: "service-18", checkMode: true }, first: 2) { nodes { run { uuid } } }
}`;

/** Answers the exit code: 1 when a query is not answered or has another plan. A slow answer is told, and no failure. */
export async function benchQueries({ results, rounds, beside, json, freePort, ready }) {
  const { postgres, dataDir } = await startFilledCluster(results);
  const plans = await planChecker(postgres.url);
  const apis = [];
  const start = async (folder) => {
    const api = await startApi(folder, { postgres, dataDir, port: await freePort() });
    apis.push(api);
    await step(`Starting the API of ${folder}`, () => ready(`${api.url}/readyz`, api.child));
    return api;
  };
  let measured;
  try {
    const { url, child } = await start(ROOT);
    const other = beside === null ? null : await start(beside);
    const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim();
    const asks = [asking(url, token), ...(other === null ? [] : [asking(other.url, token)])];
    measured = await measure(asks, rounds, recording(child), plans);
  } finally {
    for (const { child, ended } of apis) {
      child.kill('SIGTERM');
      await ended;
    }
    await plans.close();
    await postgres.stop();
  }
  const { queries, pages } = measured;
  process.stdout.write(`${table(queries, beside)}\n`);
  const { first, deep, ratio } = pages;
  const told = ({ p50, p95 }) => `${p50.toFixed(1)} ms (p95 ${p95.toFixed(1)})`;
  process.stdout.write(`Run list: page 1 ${told(first)}, page ${DEEP_PAGE} ${told(deep)}, ratio ${ratio.toFixed(2)}\n`);
  const faults = queries.flatMap(({ title, planFaults }) => planFaults.map((fault) => `${title}: ${fault}`));
  for (const fault of faults) process.stdout.write(`Another plan than claimed: ${fault}\n`);
  const worstP95Ms = Math.max(...[first, deep, ...queries].map(({ p95 }) => p95));
  if (json) process.stdout.write(`${JSON.stringify({ worstP95Ms, goal: GOAL_MS, results, rounds, pages, queries })}\n`);
  return faults.length > 0 || queries.some(({ errors }) => errors !== null) ? 1 : 0;
}

/** As `npm start` and the image run it. It records its statements when it is asked to. */
async function startApi(folder, { postgres, dataDir, port }) {
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error' };
  Object.assign(env, { DATABASE_URL: postgres.url, PLAYLEDGER_DATA_DIR: dataDir, NODE_ENV: 'production' });
  for (const name of ['REDIS_URL', 'PLAYLEDGER_ADMIN_TOKEN']) delete env[name];
  const main = join(folder, 'dist/apps/api/src/main.js');
  if (!existsSync(main)) throw new Failure(`${folder} is not built: there is no ${main}.`);
  const child = spawn(process.execPath, ['--import', RECORDER, main], {
    env,
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  return { child, url: `http://127.0.0.1:${port}`, ended: once(child, 'exit') };
}

/** The first of those that ask is what is measured; another one is asked the same in turn. */
async function measure(asks, rounds, statementsOf, plans) {
  const [ask] = asks;
  const pages = await measurePages(ask, rounds);
  const ids = await idsOf(ask);
  const queries = [];
  for (const query of namedQueries()) {
    const names = Object.keys(query.variables).filter((name) => ids[name] !== undefined);
    const variables = { ...query.variables, ...Object.fromEntries(names.map((name) => [name, ids[name]])) };
    const asked = { ...query, variables };
    const planFaults = await plans.faultsOf(await statementsOf(() => ask(asked)), query);
    let answer;
    for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) {
      [answer] = await Promise.all(asks.map((each) => each(asked)));
    }
    const works = [() => ask(TRIVIAL), ...asks.map((each) => () => each(asked))];
    const [trivialTimes, times, otherTimes] = await sideBySide(works, rounds);
    const [p50, p95, trivial] = [at(times, 0.5), at(times, 0.95), at(trivialTimes, 0.5)];
    const other = otherTimes === undefined ? null : { p50: at(otherTimes, 0.5), p95: at(otherTimes, 0.95) };
    const { bytes, errors, wholeMs } = answer;
    const isFile = query.path !== null;
    const isEmpty = !isFile && tellsNothing(answer.data);
    queries.push({ title: query.title, p50, p95, trivial, bytes, isFile, isEmpty, wholeMs, errors, planFaults, other });
  }
  return { queries, pages };
}

/** The first page of the run list, and one far behind: a key costs the same wherever it lies. */
async function measurePages(ask, rounds) {
  let after = null;
  for (let page = 1; page < DEEP_PAGE; page += 1) {
    const { data } = await ask({ document: RUN_PAGE, variables: { after }, path: null });
    after = data.runs.pageInfo.endCursor;
  }
  const works = [null, after].map((cursor) => () => {
    return ask({ document: RUN_PAGE, variables: { after: cursor }, path: null });
  });
  const [first, deep] = (await sideBySide(works, Math.max(rounds, 100))).map((times) => ({
    p50: at(times, 0.5),
    p95: at(times, 0.95),
  }));
  return { first, deep, ratio: deep.p50 / first.p50 };
}

/** In turns, so that what the machine does besides is in the times of all. */
async function sideBySide(works, rounds) {
  const times = works.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, work] of works.entries()) times[index].push((await work()).ms);
  }
  return times;
}

async function idsOf(ask) {
  const { data } = await ask({ document: IDS, variables: {}, path: null });
  const [upgrade, , before] = data.upgrades.nodes;
  const [, check] = data.checks.nodes;
  if (before === undefined || check === undefined) throw new Failure('The filled ledger has no runs to ask about.');
  return { run: upgrade.run.uuid, earlier: before.run.uuid, checkRun: check.run.uuid };
}

/**
 * Asks and reads the whole answer, as whoever asks would do. The time of a query is until it is parsed; that of a file,
 * which may be of any size, until its first part is there.
 */
function asking(url, token) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async ({ document, variables, path }) => {
    const started = performance.now();
    const elapsed = () => performance.now() - started;
    if (path !== null) {
      const response = await fetch(`${url}${path}`, { headers });
      let [bytes, ms] = [0, null];
      for await (const part of response.body) {
        ms ??= elapsed();
        bytes += part.length;
      }
      return {
        data: null,
        bytes,
        ms: ms ?? elapsed(),
        wholeMs: elapsed(),
        errors: response.ok ? null : response.status,
      };
    }
    const body = JSON.stringify({ query: document, variables });
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    const text = await response.text();
    const { data = null, errors = null } = JSON.parse(text);
    const ms = elapsed();
    return { data, bytes: text.length, ms, wholeMs: ms, errors: response.ok ? errors : (errors ?? response.status) };
  };
}

/** Whether there is neither a row nor a figure in an answer: its time then says little. */
function tellsNothing(value) {
  if (value === null || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.values(value).every(tellsNothing);
}

/** Answers a function that gives the statements that the API sends while something is asked. */
function recording(api) {
  let statements = [];
  let turned = () => {};
  api.on('message', (message) => {
    if (message.statement === undefined) turned();
    else statements.push(message.statement);
  });
  const turn = (record) =>
    new Promise((resolve) => {
      turned = resolve;
      api.send({ record });
    });
  return async (work) => {
    statements = [];
    await turn(true);
    await work();
    await turn(false);
    return statements;
  };
}

function at(times, part) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * part) - 1];
}

function table(queries, beside) {
  const rows = queries.map(({ title, p50, p95, trivial, bytes, isFile, isEmpty, wholeMs, errors, other }) => {
    const told = errors !== null ? `${title}: ${JSON.stringify(errors)}` : title;
    const whole = isFile ? ` (the whole file in ${wholeMs.toFixed(0)} ms)` : '';
    const over = errors === null && p95 > GOAL_MS ? ` (over ${GOAL_MS} ms)` : '';
    const empty = isEmpty ? ' (answers nothing)' : '';
    const others = other === null ? [] : [other.p50.toFixed(1), other.p95.toFixed(1), (p50 / other.p50).toFixed(2)];
    return [
      ...[p50.toFixed(1), p95.toFixed(1), trivial.toFixed(1), (bytes / 1000).toFixed(1), ...others],
      told + whole + over + empty,
    ];
  });
  const others = beside === null ? [] : ['beside: p50', 'p95', 'ratio'];
  const head = ['p50 ms', 'p95 ms', 'trivial', 'kB', ...others, 'query'];
  const lines = [head, ...rows].map((cells) =>
    cells.map((cell, index) => (index < head.length - 1 ? cell.padStart(12) : `  ${cell}`)).join(''),
  );
  if (beside === null) return lines.join('\n');
  const ratios = queries.map(({ p50, other }) => p50 / other.p50);
  const [median, most] = [at(ratios, 0.5), at(ratios, 0.9)].map((ratio) => ratio.toFixed(2));
  const sum = `Ratio to ${beside}: ${median} at the median of ${queries.length} queries, ${most} at the 90th percentile.`;
  return [...lines, sum].join('\n');
}
