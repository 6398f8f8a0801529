import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { dirname } from 'node:path';
import { StartupError } from '../process/startup-error.js';
import type { PostgresAccount } from './postgres-account.js';

/** Runs Postgres's programs as the account they may run as. See docs/decisions/0004-the-embedded-postgres-under-root.md. */
export interface PostgresRunner {
  spawn(program: string, args: string[], options: SpawnOptions): ChildProcess;
}

interface Way {
  /** Words in front of the command. */
  prefix: string[];
  /** What spawn itself is told. */
  options: Pick<SpawnOptions, 'uid' | 'gid'>;
}

/**
 * Finds a way for the account to reach the binaries and the data. Started as root, both may lie under a
 * directory that is closed to the account (/root, mktemp -d): then it is allowed to pass through, by the smallest
 * capability that does it.
 */
export function findPostgresRunner(account: PostgresAccount, postgres: string, dataDir: string): PostgresRunner {
  const [failures, way] = firstWorking(waysFor(account), postgres, dataDir);
  if (way !== undefined) {
    return {
      spawn: (program, args, options) => {
        const [command, ...words] = [...way.prefix, program, ...args] as [string, ...string[]];
        return spawn(command, words, { ...options, ...way.options, cwd: '/', env: environment() });
      },
    };
  }
  throw unreachable(account, postgres, dataDir, failures);
}

/** LD_LIBRARY_PATH and PG* variables of the caller would change which Postgres this is. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

function waysFor({ ids }: PostgresAccount): Way[] {
  if (ids === null) return [{ prefix: [], options: {} }];
  const { uid, gid } = ids;
  const withCapability = (capability: string): Way => {
    const only = `-all,+${capability}`;
    return {
      prefix: [
        'setpriv',
        `--reuid=${uid}`,
        `--regid=${gid}`,
        '--clear-groups',
        // Without it access(), with which Postgres looks for itself, ignores the capability of a user other than root.
        '--securebits=+no_setuid_fixup',
        `--bounding-set=${only}`,
        `--inh-caps=${only}`,
        `--ambient-caps=${only}`,
        '--',
      ],
      options: {},
    };
  };
  // dac_read_search passes directories and reads files; dac_override is wider, but containers often have only that.
  return [{ prefix: [], options: { uid, gid } }, withCapability('dac_read_search'), withCapability('dac_override')];
}

interface Failure {
  reaches: 'nothing' | 'binaries';
  message: string;
}

function firstWorking(ways: Way[], postgres: string, dataDir: string): [Failure[], Way | undefined] {
  const failures: Failure[] = [];
  for (const way of ways) {
    const run = (program: string, ...args: string[]) => {
      const [command, ...words] = [...way.prefix, program, ...args] as [string, ...string[]];
      return spawnSync(command, words, { ...way.options, cwd: '/', env: environment(), encoding: 'utf8' });
    };
    const version = run(postgres, '--version');
    if (version.status !== 0 || version.stderr.includes('invalid binary')) {
      failures.push({ reaches: 'nothing', message: version.error?.message ?? version.stderr.trim() });
      continue;
    }
    // A server on a missing data directory says so with another message than on one that it may not see.
    const probe = run('sh', '-c', 'cd "$1" && ls -d .', 'sh', dataDir);
    if (probe.status === 0) return [failures, way];
    failures.push({ reaches: 'binaries', message: probe.error?.message ?? probe.stderr.trim() });
  }
  return [failures, undefined];
}

function unreachable(account: PostgresAccount, postgres: string, dataDir: string, failures: Failure[]): StartupError {
  const cause = new Error(failures.map(({ message }) => message).join('; '));
  if (failures.some(({ reaches }) => reaches === 'binaries')) {
    return new StartupError(
      `The user "${account.name}" that Postgres runs as cannot reach ${dataDir}: ` +
        'set PLAYLEDGER_DATA_DIR to a directory that it can reach, such as /var/lib/playledger.',
      { cause },
    );
  }
  if (account.ids !== null && failures.some(({ message }) => /EACCES|permission denied/i.test(message))) {
    return new StartupError(
      `The user "${account.name}" that Postgres runs as cannot reach ${dirname(postgres)}: ` +
        'move Playledger to a directory that it can reach, such as /opt/playledger, or start it as an ordinary user.',
      { cause },
    );
  }
  return new StartupError(
    `The embedded Postgres does not run on this machine (${failures[0]?.message ?? 'no reason given'}): ` +
      'set DATABASE_URL to a Postgres of your own.',
    { cause },
  );
}
