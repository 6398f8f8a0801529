import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../apps/standalone/src/embedded-postgres.js';
import { BoundedLog } from '../../apps/standalone/src/postgres/bounded-log.js';
import { choosePostgresAccount } from '../../apps/standalone/src/postgres/postgres-account.js';
import { findPostgresBinaries } from '../../apps/standalone/src/postgres/postgres-binaries.js';
import { clusterDirectory, SUPERUSER } from '../../apps/standalone/src/postgres/postgres-cluster.js';
import { findPostgresRunner } from '../../apps/standalone/src/postgres/postgres-runner.js';
import { startPostmaster, type Postmaster } from '../../apps/standalone/src/postgres/postmaster.js';
import { freePort } from './redis-server.js';

/** A Postgres with a migrated database, and another one that follows it by streaming replication. */
export class ReplicatedPostgres {
  private constructor(
    private readonly directory: string,
    private readonly primary: EmbeddedPostgres,
    private readonly replica: Postmaster,
    private readonly output: BoundedLog,
    readonly primaryUrl: string,
    readonly replicaUrl: string,
  ) {}

  static async start(): Promise<ReplicatedPostgres> {
    const directory = realpathSync(mkdtempSync(join(tmpdir(), 'playledger-replica-')));
    chmodSync(directory, 0o755);
    const log = () => undefined;
    const primaryDir = join(directory, 'primary');
    const replicaDir = join(directory, 'replica');
    for (const each of [primaryDir, replicaDir]) mkdirSync(each);
    const first = await startEmbeddedPostgres({ dataDir: primaryDir, log });
    await migrate(first.url);
    await first.stop();
    // The backup is a copy of a cluster that stands still: npm's Postgres has no pg_basebackup.
    const [cluster, copy] = [clusterDirectory(primaryDir), clusterDirectory(replicaDir)];
    // With the owner of its files, who runs it.
    execFileSync('cp', ['-a', cluster, copy]);
    const account = choosePostgresAccount(cluster, log);
    const binaries = findPostgresBinaries();
    const runner = findPostgresRunner(account, binaries.postgres, replicaDir);

    const primary = await startEmbeddedPostgres({ dataDir: primaryDir, log });
    const primaryUrl = new URL(primary.url);
    const from = new URL(primary.url);
    from.username = SUPERUSER;
    from.pathname = '/';
    writeFileSync(join(copy, 'standby.signal'), '');
    appendFileSync(join(copy, 'postgresql.auto.conf'), `primary_conninfo = '${from.href}'\n`);
    const port = await freePort();
    const output = new BoundedLog(join(replicaDir, 'postgres.log'), account);
    const replica = await startPostmaster({
      ...{ runner, program: binaries.postgres, port, output, log },
      cluster: { directory: copy, password: primaryUrl.password },
    });
    const replicaUrl = new URL(primary.url);
    replicaUrl.port = String(port);
    return new ReplicatedPostgres(directory, primary, replica, output, primary.url, replicaUrl.href);
  }

  /** Of the replica, as a superuser. */
  get replicaAdminUrl(): string {
    const url = new URL(this.replicaUrl);
    url.username = SUPERUSER;
    return url.href;
  }

  async stopReplica(): Promise<void> {
    await this.replica.stop();
  }

  async stop(): Promise<void> {
    await this.replica.stop();
    this.output.close();
    await this.primary.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
