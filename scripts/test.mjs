// The entry of `npm test`. Only Node's own modules until the dependencies are there.
//
//   npm test                  everything
//   npm test -- unit python   some parts of it
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { countUnittest } from './count-unittest.mjs';
import { jest } from './jest.mjs';
import { ROOT } from './root.mjs';
import { runPart } from './run-part.mjs';
import { Failure, runScript } from './step.mjs';
import { ensureAnsible, ensureBrowser, ensureRedis } from './test-tools.mjs';
import { timeLimit } from './time-limit.mjs';

const ARTIFACTS = join(ROOT, 'test', 'artifacts');
const bin = (name) => join(ROOT, 'node_modules', '.bin', name);
const sources = () => ['apps', 'libs', 'migrations', 'test'].filter((folder) => existsSync(join(ROOT, folder)));

/** In this order; those `beside` others come first, two at a time. `count` turns the end of a step into numbers. */
const STEPS = [
  // The longest first.
  pluginTests('a to h', 'test_[a-h]*.py'),
  pluginTests('i to z', 'test_[i-z]*.py'),
  check('eslint', () => [bin('eslint'), '--max-warnings=0', '.']),
  check('prettier', () => [bin('prettier'), '--check', '--log-level=warn', '.']),
  check('dependency rules', () => [bin('depcruise'), '--config', '.dependency-cruiser.cjs', ...sources()]),
  check('folders', () => [process.execPath, 'scripts/house.mjs'], 'scripts/house.mjs'),
  check('typecheck', () => [bin('tsc'), '--noEmit']),
  check(
    'typecheck of the user interface',
    () => [bin('tsc'), '--noEmit', '--project', 'apps/web'],
    'apps/web/tsconfig.json',
  ),
  check(
    'drift of generated files',
    () => [process.execPath, 'scripts/generate.mjs', '--check'],
    'scripts/generate.mjs',
  ),
  specs('unit'),
  specs('contract'),
  // They wait for each other's processes more than they compute.
  specs('medium', ['--maxWorkers=3']),
  // Measures how soon after its last task a run is seen; the others measure nothing.
  specs('e2e', ['--runInBand', '--testPathPatterns', '/test/e2e/npm-start'], 'npm-start'),
  specs('e2e', ['--testPathPatterns', '/test/e2e/(?!npm-start)']),
  // Short; `npm run test:attack` has them at their length.
  specs('attack', ['--runInBand']),
  // A few trials; `npm run test:chaos` has as many as you like.
  specs('chaos', ['--runInBand']),
];
const PARTS = [...new Set(STEPS.map(({ part }) => part))];

function check(name, command, needs) {
  const count = ({ code }) =>
    code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  return { part: 'checks', beside: true, name, command, needs, cwd: ROOT, count };
}

/** Of the plugin: the files of `callback-plugin/tests` whose names fit. */
function pluginTests(letters, pattern) {
  return {
    part: 'python',
    beside: true,
    name: `python tests ${letters}`,
    needs: 'callback-plugin/tests',
    command: ({ python }) => [python, '-m', 'unittest', 'discover', '-s', 'tests', '-p', pattern],
    cwd: join(ROOT, 'callback-plugin'),
    count: countUnittest,
  };
}

/** Of the project of Jest that has the part's name. */
function specs(part, options = [], name = part) {
  const report = join(ARTIFACTS, `jest-${name}.json`);
  return {
    part,
    name: `${name} tests`,
    cwd: ROOT,
    command: () => jest(part, '--passWithNoTests', '--json', `--outputFile=${report}`, ...options),
    // --json also prints the report; people read what goes to stderr.
    quiet: true,
    before: () => rmSync(report, { force: true }),
    count: (ended) => countJest(ended, report),
  };
}

function countJest({ code }, report) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const results = JSON.parse(readFileSync(report, 'utf8'));
  // A file that does not even load has no tests that could fail.
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

async function prepareTools(steps) {
  const parts = new Set(steps.map(({ part }) => part));
  const env = { ...process.env, NODE_ENV: 'test' };
  const tools = { python: 'python3' };
  if (parts.has('python') || parts.has('e2e')) {
    const ansible = await ensureAnsible();
    tools.python = ansible.python;
    env.PLAYLEDGER_TEST_ANSIBLE_BIN = ansible.bin;
    env.PLAYLEDGER_TEST_PYTHON = ansible.python;
    process.stdout.write(`Ansible: ${ansible.bin} (from ${ansible.from})\n`);
  }
  if (['medium', 'e2e', 'chaos'].some((part) => parts.has(part))) {
    const redis = await ensureRedis();
    env.PLAYLEDGER_TEST_REDIS_SERVER = redis.path;
    process.stdout.write(`Redis: ${redis.path} (from ${redis.from})\n`);
  }
  if (parts.has('e2e') && (await ensureBrowser()) === null) {
    process.stdout.write(
      'There is no Chromium, and this user may not install one: the tests of the page are skipped.\n',
    );
  }
  return { tools, env };
}

await runScript(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new Failure(`There is no part "${unknown}"; there are ${PARTS.join(', ')}.`);
  const limit = timeLimit();
  await ensureBuilt();
  const steps = STEPS.filter(({ part, needs }) => {
    return (asked.length === 0 || asked.includes(part)) && (needs === undefined || existsSync(join(ROOT, needs)));
  });
  const { tools, env } = await prepareTools(steps);
  mkdirSync(ARTIFACTS, { recursive: true });

  const total = { passed: 0, failed: 0, skipped: 0 };
  const summary = [];
  const run = async (step, isShown) => {
    if (isShown) process.stdout.write(`\n--- ${step.name}\n`);
    const started = performance.now();
    step.before?.();
    const ended = await runPart(step.command(tools), {
      ...{ cwd: step.cwd, env, limit },
      isShown: (stream) => isShown && (stream === 'stderr' || step.quiet !== true),
    });
    const counts = step.count(ended);
    if (!isShown) process.stdout.write(`\n--- ${step.name}\n${ended.output}`);
    for (const command of ended.left) process.stdout.write(`Left behind, and ended now: ${command}\n`);
    if (ended.left.length > 0) counts.failed += 1;
    for (const key of Object.keys(total)) total[key] += counts[key];
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
    summary.push(
      `${seconds} s  ${step.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
    );
    process.stdout.write(`${summary.at(-1).trim()}\n`);
  };
  // Checks take one core each, the tests of the plugin wait half of their time and leave room for a busy machine: two at
  // a time. The others have the machine for themselves. What runs beside others is shown when it has ended.
  const besides = steps.filter(({ beside }) => beside);
  const isOne = besides.length === 1;
  const lane = async () => {
    for (let step = besides.shift(); step !== undefined; step = besides.shift()) await run(step, isOne);
  };
  await Promise.all([lane(), lane()]);
  for (const step of steps.filter(({ beside }) => !beside)) await run(step, true);
  process.stdout.write(`\n${summary.join('\n')}\n\n`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
});
