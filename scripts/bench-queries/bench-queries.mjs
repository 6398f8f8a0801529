// Times every question of docs/questions.md over HTTP, one at a time, at a million task results.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readQuestions } from '../read-questions.mjs';
import { ROOT } from '../root.mjs';
import { Failure, step } from '../step.mjs';
import { startFilledCluster } from './filled-cluster.mjs';

/** What an answer may take at the 95th percentile. */
const GOAL_MS = 50;
const WARM_UPS = 5;
/** Costs HTTP, the token and GraphQL, and nothing else. */
const TRIVIAL = { document: '{ __typename }', variables: {}, path: null };

/** The times are those of the recordings, which the data contain; the ids are of runs that are there. */
const IDS = `query {
  upgrades: deployments(filter: { service: "keystone", action: ["upgrade"], checkMode: false }, first: 2) {
    nodes { run { uuid } }
  }
  checks: deployments(filter: { checkMode: true }, first: 1) { nodes { run { uuid } } }
}`;

/** Answers the exit code: 1 when a question is not answered. A slow answer is told, and no failure. */
export async function benchQueries({ rounds, results, json, freePort, ready }) {
  const { postgres, dataDir } = await startFilledCluster(results);
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error' };
  Object.assign(env, { DATABASE_URL: postgres.url, PLAYLEDGER_DATA_DIR: dataDir });
  for (const name of ['REDIS_URL', 'PLAYLEDGER_ADMIN_TOKEN']) delete env[name];
  const api = spawn(process.execPath, [join(ROOT, 'dist/apps/api/src/main.js')], { env, stdio: 'inherit' });
  const ended = new Promise((resolve) => api.once('exit', resolve));
  let measured;
  try {
    const url = `http://127.0.0.1:${port}`;
    await step('Starting the API', () => ready(`${url}/readyz`, api));
    const ask = asking(url, readFileSync(join(dataDir, 'admin-token'), 'utf8').trim());
    measured = await measure(ask, rounds);
  } finally {
    api.kill('SIGTERM');
    await ended;
    await postgres.stop();
  }
  process.stdout.write(`${table(measured)}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ goal: GOAL_MS, rounds, questions: measured })}\n`);
  return measured.some(({ errors }) => errors !== null) ? 1 : 0;
}

async function measure(ask, rounds) {
  const ids = await idsOf(ask);
  const measured = [];
  for (const question of readQuestions()) {
    const names = Object.keys(question.variables).filter((name) => ids[name] !== undefined);
    const variables = { ...question.variables, ...Object.fromEntries(names.map((name) => [name, ids[name]])) };
    const asked = { ...question, variables };
    let answer;
    for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) answer = await ask(asked);
    const times = [];
    const trivialTimes = [];
    // Side by side, so that what the machine does besides is in both.
    for (let round = 0; round < rounds; round += 1) {
      trivialTimes.push(await timeOf(() => ask(TRIVIAL)));
      times.push(await timeOf(() => ask(asked)));
    }
    const [p50, p95, trivial] = [at(times, 0.5), at(times, 0.95), at(trivialTimes, 0.5)];
    measured.push({ title: question.title, p50, p95, trivial, bytes: answer.bytes, errors: answer.errors });
  }
  return measured;
}

async function timeOf(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function idsOf(ask) {
  const { data } = await ask({ document: IDS, variables: {}, path: null });
  const [upgrade, before] = data.upgrades.nodes;
  const [check] = data.checks.nodes;
  if (before === undefined || check === undefined) throw new Failure('The filled ledger has no runs to ask about.');
  return { run: upgrade.run.uuid, earlier: before.run.uuid, checkRun: check.run.uuid };
}

/** The whole answer is read and parsed, as whoever asks would do. */
function asking(url, token) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async ({ document, variables, path }) => {
    const response =
      path === null
        ? await fetch(`${url}/graphql`, {
            method: 'POST',
            headers,
            body: JSON.stringify({ query: document, variables }),
          })
        : await fetch(`${url}${path}`, { headers });
    const text = await response.text();
    const { data = null, errors = null } = path === null ? JSON.parse(text) : {};
    return { data, bytes: text.length, errors: response.ok ? errors : (errors ?? response.status) };
  };
}

function at(times, part) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

function table(measured) {
  const rows = measured.map(({ title, p50, p95, trivial, bytes, errors }) => [
    p50.toFixed(1),
    p95.toFixed(1),
    trivial.toFixed(1),
    (bytes / 1000).toFixed(1),
    errors !== null ? `${title}: ${JSON.stringify(errors)}` : p95 > GOAL_MS ? `${title} (over ${GOAL_MS} ms)` : title,
  ]);
  return [['p50 ms', 'p95 ms', 'trivial', 'kB', 'question'], ...rows]
    .map((cells) => cells.map((cell, index) => (index < 4 ? cell.padStart(10) : `  ${cell}`)).join(''))
    .join('\n');
}
