import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './root.mjs';

const LOCK = join(ROOT, '.cache', 'build.lock');

/**
 * Only one process at a time installs or builds in this clone; the others wait and then find it done. It runs before
 * `npm ci`, so it has Node's own modules only, and not the kernel's locks that apps/standalone takes from a package.
 */
export async function withBuildLock(work) {
  await acquire();
  const release = () => {
    if (holderOf(LOCK)?.pid === process.pid) rmSync(LOCK, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

async function acquire() {
  mkdirSync(dirname(LOCK), { recursive: true });
  const draft = `${LOCK}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }));
  let told = false;
  try {
    for (;;) {
      try {
        linkSync(draft, LOCK);
        return;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = holderOf(LOCK);
      if (holder !== null && isAlive(holder)) {
        if (!told) process.stdout.write(`Waiting for another start in this clone (pid ${holder.pid})\n`);
        told = true;
        await sleep(500);
      } else if (holder !== null) {
        // What a killed process left: moved aside by exactly one of those who wait.
        const aside = `${LOCK}.stale.${process.pid}`;
        try {
          renameSync(LOCK, aside);
        } catch (error) {
          if (error.code !== 'ENOENT') throw error;
        }
        rmSync(aside, { force: true });
        await sleep(50);
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function holderOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function isAlive({ pid, startedAt }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  return startOf(pid) === startedAt;
}

/** Tells a process from a later one with the same pid, where /proc can; elsewhere the pid must do. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return null;
  }
}
