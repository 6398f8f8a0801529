import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { migrate } from '#database';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../apps/standalone/src/embedded-postgres.js';
import { eventually } from '../support/api-client.js';
import { refuseCanaryOfPostgres } from '../support/canary.mjs';
import { isReady, Product, type ProductProcess } from '../support/product.js';
import { RedisServer } from '../support/redis-server.js';
import { TestDatabase } from '../support/test-database.js';

/** Room for the log of some hundred trials; a full disk is made by filling what is left. */
const DISK = 'size=1200m';
const KEEP_EVERY_MS = 100;

/**
 * An installation of real processes, of which any may die at any time: something like systemd starts them again. Beside
 * it, in the same Postgres, a database in which the same events are folded without any disturbance.
 */
export class World {
  private keeper: NodeJS.Timeout | undefined;
  private restarting: Promise<void> | null = null;
  private closing = false;
  /** Processes that a fault holds down, and what Redis is while one does. */
  readonly down = new Set<ProductProcess>();
  redisDown = false;

  private constructor(
    readonly directory: string,
    /** Whether the data lie on a file system of their own, which may be filled. */
    readonly ownDisk: boolean,
    private postgres: EmbeddedPostgres,
    readonly redis: RedisServer,
    readonly product: Product,
    readonly dataSource: DataSource,
    readonly reference: DataSource,
    private readonly referenceDatabase: TestDatabase,
  ) {}

  static async start(): Promise<World> {
    const directory = mkdtempSync(join(tmpdir(), 'playledger-chaos-'));
    chmodSync(directory, 0o755);
    const disk = join(directory, 'disk');
    mkdirSync(disk);
    const ownDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', DISK, 'playledger-chaos', disk]).status === 0;
    const postgres = await startEmbeddedPostgres({ dataDir: disk, log: () => undefined });
    await migrate(postgres.url);
    // From here on this is the server whose databases tests clone.
    process.env.PLAYLEDGER_TEST_TEMPLATE_URL = postgres.url;
    const redis = await RedisServer.start();
    const product = await Product.start({
      apis: 2,
      workers: 2,
      env: { REDIS_URL: redis.url, PLAYLEDGER_PACK_AFTER: '1' },
    });
    const reference = await TestDatabase.create();
    const world = new World(
      directory,
      ownDisk,
      postgres,
      redis,
      product,
      await product.database.connect(),
      await reference.connect(),
      reference,
    );
    world.keepPostgres();
    world.keeper = setInterval(() => world.keep(), KEEP_EVERY_MS);
    return world;
  }

  get postgresPid(): number {
    return this.postgres.pid();
  }

  get disk(): string {
    return join(this.directory, 'disk');
  }

  /** Bytes that nobody uses yet of the file system with the data. */
  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.disk);
    return bavail * bsize;
  }

  /** Waits until everything runs again. */
  async healed(): Promise<void> {
    await eventually(() => this.reference.query('SELECT 1').then(Boolean, () => false), 90);
    await eventually(() => this.dataSource.query('SELECT 1').then(Boolean, () => false), 90);
    for (const { url } of this.product.clients) await eventually(() => isReady(url), 90);
  }

  /** What its processes said, for whoever looks into a trial that failed. */
  get output(): string {
    return [...this.product.apis, ...this.product.workers].map(({ output }) => output).join('\n');
  }

  async stop(): Promise<void> {
    clearInterval(this.keeper);
    this.closing = true;
    await this.restarting;
    await this.product.stop();
    await this.referenceDatabase.drop();
    await this.redis.stop();
    await this.postgres.stop();
    refuseCanaryOfPostgres(this.disk);
    if (this.ownDisk) spawnSync('umount', [this.disk]);
    rmSync(this.directory, { recursive: true, force: true });
  }

  private keep(): void {
    for (const each of [...this.product.apis, ...this.product.workers]) {
      if (!each.isRunning && !this.down.has(each)) each.start();
    }
    if (!this.redis.isRunning && !this.redisDown) this.redis.launch();
  }

  /** Postgres starts itself again, unless it dies too often or has no disk: then we do. */
  private keepPostgres(): void {
    void this.postgres.onExit.then(() => {
      this.restarting = this.restartPostgres();
    });
  }

  private async restartPostgres(): Promise<void> {
    await this.postgres.stop();
    while (!this.closing) {
      try {
        this.postgres = await startEmbeddedPostgres({ dataDir: this.disk, log: () => undefined });
        return this.keepPostgres();
      } catch {
        await sleep(200);
      }
    }
  }
}
