import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, delimiter } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;
/** Then what was asked to end is killed, and a moment later nobody waits for it any more. */
const PATIENCE_MS = 20_000;
const KILL_MS = 10_000;

/** By which all that is started from here is found again, also in a session of its own and when its parent is gone. */
export function newMark() {
  return `/playledger-test-${randomUUID()}`;
}

/** A mark is a last folder of PATH: every environment has a PATH, also one with little else, as our Postgres has it. */
export function markedEnvironment(env, mark) {
  return { ...env, PATH: `${env.PATH ?? ''}${delimiter}${mark}` };
}

/** The living processes with the mark, and what they have started; `known` keeps them findable when parents die. */
export function findMarked(mark, known = new Map()) {
  const all = livingProcesses();
  const isOurs = ({ pid, parent, started, environment }) =>
    known.get(pid) === started || known.has(parent) || environment.includes(mark);
  for (let size = -1; size !== known.size;) {
    size = known.size;
    for (const each of all.filter(isOurs)) known.set(each.pid, each.started);
  }
  const alive = new Map(all.map((each) => [each.pid, each.started]));
  for (const [pid, started] of known) if (alive.get(pid) !== started) known.delete(pid);
  return all.filter(isOurs);
}

/** Ends them all. Answers those that it found. */
export async function endMarked(mark) {
  const known = new Map();
  const found = findMarked(mark, known);
  const asked = new Map();
  const begun = Date.now();
  for (let left = found; left.length > 0; left = findMarked(mark, known)) {
    const waited = Date.now() - begun;
    if (waited > PATIENCE_MS + KILL_MS) break;
    for (const each of left) {
      if (waited > PATIENCE_MS) send(each.pid, 'SIGKILL');
      else if (asked.get(each.pid) !== each.started) send(each.pid, politeSignal(each, left));
      asked.set(each.pid, each.started);
    }
    await sleep(LOOK_EVERY_MS);
  }
  return found;
}

/** Postgres ends its own processes, in order; SIGTERM would have it wait until its clients are gone. */
function politeSignal({ parent, name }, all) {
  if (name !== 'postgres') return 'SIGTERM';
  return all.some(({ pid, name: other }) => pid === parent && other === 'postgres') ? 0 : 'SIGINT';
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Ended by itself.
  }
}

function livingProcesses() {
  return process.platform === 'linux' ? processesOfProc() : processesOfPs();
}

function processesOfProc() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const stat = readOrEmpty(`/proc/${pid}/stat`);
      // The name, in brackets, may have spaces and brackets itself.
      const [state, parent, ...more] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (stat === '' || state === 'Z' || state === 'X') return [];
      const words = readOrEmpty(`/proc/${pid}/cmdline`).split('\0');
      return {
        ...{ pid: Number(pid), parent: Number(parent), started: more[17] },
        // Postgres's processes call themselves `postgres: checkpointer` and the like.
        name: basename(words[0].split(':')[0]),
        command: words.join(' ').trim(),
        environment: readOrEmpty(`/proc/${pid}/environ`),
      };
    });
}

/** The only ones whose environment `ps` shows are our own; it stands behind the command. */
function processesOfPs() {
  const columns = ['-o', 'pid=', '-o', 'ppid=', '-o', 'lstart=', '-o', 'command='];
  const { stdout } = spawnSync('ps', ['-A', '-E', '-ww', ...columns], { encoding: 'utf8', env: { LC_ALL: 'C' } });
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, ...words] = line.trim().split(/\s+/);
      const [started, command] = [words.slice(0, 5).join(' '), words.slice(5).join(' ')];
      const name = basename((words[5] ?? '').split(':')[0]);
      return { pid: Number(pid), parent: Number(parent), started, name, command, environment: command };
    });
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
