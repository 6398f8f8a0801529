import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../process/startup-error.js';
import type { PostgresAccount } from './postgres-account.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import type { PostgresRunner } from './postgres-runner.js';

export const SUPERUSER = 'postgres';

const MEBIBYTE = 1024 * 1024;
const NEEDED_FOR_INITDB = 200 * MEBIBYTE;
/** Less than this, and Postgres would die at the next segment of its log. */
const NEEDED_FOR_START = 64 * MEBIBYTE;

const SETTINGS = `# Written by Playledger at every start; your own settings belong in postgresql.auto.conf (ALTER SYSTEM).
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
# A statement of whoever was killed ends with them, and not when it is done.
client_connection_check_interval = 5s
shared_buffers = 128MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
fsync = on
synchronous_commit = on
full_page_writes = on
wal_compression = on
max_wal_size = 1GB
checkpoint_timeout = 10min
random_page_cost = 1.1
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
log_checkpoints = off
log_min_duration_statement = 5s
# What is redacted stands in parameters, and rows in details; the API and the worker log their errors themselves.
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
log_min_error_statement = panic
`;

export interface Cluster {
  directory: string;
  password: string;
}

interface PreparedWith {
  dataDir: string;
  binaries: PostgresBinaries;
  account: PostgresAccount;
  runner: PostgresRunner;
  log: (line: string) => void;
}

/** Where a data directory keeps its cluster. */
export function clusterDirectory(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/** Refuses, in a sentence, a cluster of another version and a disk without room. */
export function checkCluster(dataDir: string, major: string): void {
  const directory = clusterDirectory(dataDir);
  const initialised = existsSync(join(directory, 'PG_VERSION'));
  if (initialised) {
    const found = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
    if (found !== major) {
      throw new StartupError(
        `${directory} was created by Postgres ${found}, but this Playledger includes Postgres ${major}: ` +
          'start the Playledger version that created it, or set PLAYLEDGER_DATA_DIR to another directory.',
      );
    }
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const needed = initialised ? NEEDED_FOR_START : NEEDED_FOR_INITDB;
  if (bavail * bsize < needed) throw noSpace(dataDir, `only ${Math.floor((bavail * bsize) / MEBIBYTE)} MiB are free, `);
}

/** Makes the cluster at the first start, and writes its configuration at every one. */
export async function prepareCluster(prepared: PreparedWith): Promise<Cluster> {
  const { dataDir, account } = prepared;
  const directory = clusterDirectory(dataDir);
  const passwordFile = join(dataDir, 'postgres-password');
  if (!existsSync(join(directory, 'PG_VERSION'))) {
    writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    account.own(passwordFile);
    await initdb(prepared, directory, passwordFile);
  } else if (!existsSync(passwordFile)) {
    throw new StartupError(`${passwordFile} is missing, and without it nobody can log in to ${directory}. Restore it.`);
  }
  const settings = join(directory, 'postgresql.conf');
  writeFileSync(settings, SETTINGS, { mode: 0o600 });
  account.own(settings);
  return { directory, password: readFileSync(passwordFile, 'utf8').trim() };
}

async function initdb(prepared: PreparedWith, directory: string, passwordFile: string): Promise<void> {
  const { dataDir, binaries, account, runner, log } = prepared;
  log('creating a Postgres cluster');
  // A cluster gets its name only when it is whole: a first start may be killed halfway.
  const draft = `${directory}.new`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  account.own(draft);
  const child = runner.spawn(
    binaries.initdb,
    [
      `--pgdata=${draft}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Brought by Postgres itself: sorts alike on every machine, and no update of the C library spoils an index.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true });
    if (/No space left on device|Disk quota exceeded/i.test(output)) throw noSpace(dataDir, '');
    throw new StartupError(`Postgres could not create its cluster in ${directory}: ${lastError(output)}`);
  }
  renameSync(draft, directory);
}

function noSpace(dataDir: string, detail: string): StartupError {
  return new StartupError(
    `There is too little disk space for ${dataDir}: ${detail}${NEEDED_FOR_INITDB / MEBIBYTE} MiB are needed; ` +
      'free some space, or set PLAYLEDGER_DATA_DIR to a directory on another disk.',
  );
}

function lastError(output: string): string {
  const lines = output.trim().split('\n');
  return lines.findLast((line) => /error|fatal|could not/i.test(line)) ?? lines.at(-1) ?? 'no reason given';
}
