// `npm run watch -- --demo`: as `npm start -- --demo`, and builds and starts again what is changed meanwhile. What does
// not compile leaves the last one running. Only Node's own modules until the dependencies are there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { HEAP_LIMIT } from './heap-limit.mjs';
import { ROOT } from './root.mjs';

const FOLDERS = ['apps', 'libs', 'migrations', 'callback-plugin'];
/** An editor that saves, or git, changes several files. */
const SETTLE_MS = 300;

const script = (name) => join(ROOT, 'scripts', name);
const args = process.argv.slice(2);
let server = null;
let built = null;
let timer = null;
let turn = Promise.resolve();

/** What was built from which files, as build.mjs keeps it: tests and documents change nothing. */
function buildStamps() {
  const files = ['server', 'web', 'collection'].map((name) => join(ROOT, 'dist', `.built-${name}`));
  return files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')).join();
}

async function buildAndStart() {
  const [code] = await once(spawn(process.execPath, [script('build.mjs')], { stdio: 'inherit' }), 'exit');
  if (code !== 0 || built === buildStamps()) return;
  built = buildStamps();
  await stop();
  server = spawn(process.execPath, [HEAP_LIMIT, script('start.mjs'), ...args], { stdio: 'inherit' });
}

async function stop() {
  if (server === null || server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGTERM');
  await once(server, 'exit');
}

function changed() {
  clearTimeout(timer);
  timer = setTimeout(() => (turn = turn.then(buildAndStart)), SETTLE_MS);
}

for (const folder of FOLDERS) watch(join(ROOT, folder), { recursive: true }, changed);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop().then(() => process.exit()));
changed();
