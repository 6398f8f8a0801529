import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { endMarked, findMarked, markedEnvironment, newMark } from './marked-processes.mjs';
import { ROOT } from './root.mjs';

const LOOK_EVERY_MS = 1_000;
/** What ends just behind its parent, as a browser's processes do, was not left behind. */
const GRACE_MS = 5_000;

/** Of parts that somebody ended. */
const endings = [];

/**
 * Runs a command of the tests to its end, and ends whatever it has started with it: also when it takes longer than
 * `limit` says by then, or when somebody ends us. `stdio` is that of the child; of what comes by pipes, `isShown` says
 * what is also written here. Answers its exit code, what came by pipes, and the processes that it left behind.
 */
export async function runPart(command, options = {}) {
  const { cwd = ROOT, env = process.env, limit = () => Infinity, stdio = 'pipe', isShown = () => true } = options;
  const mark = newMark();
  const [program, ...args] = command;
  const child = spawn(program, args, {
    ...{ cwd, env: markedEnvironment(env, mark), stdio: ['ignore', stdio, stdio] },
    // A group of its own: Ctrl-C in the terminal is for us, and nothing is ended twice.
    detached: true,
  });
  let output = '';
  for (const name of ['stdout', 'stderr']) {
    child[name]?.on('data', (chunk) => {
      output += chunk;
      if (isShown(name)) process.stdout.write(chunk);
    });
  }
  const closed = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, said: error.message }));
    child.once('exit', (code) => resolve({ code, said: '' }));
  });

  let stopped = null;
  const stop = () => {
    // A terminal that is gone takes nothing more, and must not keep us from it.
    process.stdout.on('error', () => undefined);
    process.stdout.write('Ending what was started\n');
    stopped = endMarked(mark);
    endings.push(stopped);
    // The signal comes to every part that runs: when all have begun to end, we wait for all.
    setImmediate(() => void Promise.all(endings).then(() => process.exit(130)));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  // Once: a second Ctrl-C does not wait.
  for (const signal of signals) process.once(signal, stop);
  const started = Date.now();
  const timer = setInterval(() => {
    if (Date.now() - started <= limit()) return;
    clearInterval(timer);
    process.stdout.write(`stopped after ${Math.round((Date.now() - started) / 60_000)} minutes\n`);
    stopped = endMarked(mark);
  }, LOOK_EVERY_MS);
  try {
    const { code, said } = await exited;
    const left = stopped === null ? await leftBehind(mark) : [];
    await stopped;
    await closed;
    return { code, output: output + said, left };
  } finally {
    clearInterval(timer);
    for (const signal of signals) process.off(signal, stop);
  }
}

/** Ends them, and names them. */
async function leftBehind(mark) {
  for (let waited = 0; waited < GRACE_MS && findMarked(mark).length > 0; waited += 100) await sleep(100);
  return (await endMarked(mark)).map(({ pid, command }) => `${pid} ${command.slice(0, 200)}`);
}
