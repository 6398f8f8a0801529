import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { StartupError } from '../process/startup-error.js';

/** The system user that Postgres runs as; Postgres refuses to run as root. */
export interface PostgresAccount {
  name: string;
  /** null: as whoever we are. */
  ids: { uid: number; gid: number } | null;
  /** Gives a file or directory of ours to the account. */
  own(path: string): void;
}

const SELF: PostgresAccount = { name: 'this user', ids: null, own: () => undefined };
const CREATED_USER = 'playledger';

/** `cluster` is Postgres's data directory, which need not exist yet: whoever owns it goes on owning it. */
export function choosePostgresAccount(cluster: string, log: (line: string) => void): PostgresAccount {
  if (process.getuid?.() !== 0) return SELF;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) {
    return account(userName(owner.uid) ?? `uid ${owner.uid}`, owner.uid, owner.gid);
  }
  const existing = lookUp('postgres') ?? lookUp(CREATED_USER);
  if (existing !== null) return existing;
  log(`creating the system user "${CREATED_USER}": Postgres does not run as root`);
  createUser();
  const created = lookUp(CREATED_USER);
  if (created !== null) return created;
  throw new StartupError(
    'Postgres does not run as root, and no system user could be created for it: ' +
      `start Playledger as an ordinary user, or create one with "useradd --system ${CREATED_USER}".`,
  );
}

function account(name: string, uid: number, gid: number): PostgresAccount {
  return { name, ids: { uid, gid }, own: (path) => chownSync(path, uid, gid) };
}

function lookUp(name: string): PostgresAccount | null {
  const uid = Number(id('-u', name) ?? Number.NaN);
  const gid = Number(id('-g', name) ?? Number.NaN);
  return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? account(name, uid, gid) : null;
}

function userName(uid: number): string | null {
  return id('-un', String(uid));
}

function id(option: string, user: string): string | null {
  try {
    return execFileSync('id', [option, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

function createUser(): void {
  const ways: [string, string[]][] = [
    [
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/false'],
    ],
    // Alpine's and other BusyBox systems'
    ['adduser', ['-S', '-D', '-H', '-s', '/bin/false']],
  ];
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  for (const [command, options] of ways) {
    const { status } = spawnSync(command, [...options, CREATED_USER], {
      stdio: 'ignore',
      env: { ...process.env, PATH: path },
    });
    if (status === 0) return;
  }
}
