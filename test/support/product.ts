import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, eventually } from './api-client.js';
import { refuseCanary, refuseCanaryOfPostgres } from './canary.mjs';
import { freePort } from './redis-server.js';
import { TestDatabase } from './test-database.js';

export interface ProductShape {
  apis?: number;
  workers?: number;
  /** Of all processes; what depends on where the first API listens is given as a function. */
  env?: Record<string, string> | ((url: string) => Record<string, string>);
}

/** A process of the product, as built: killed and started again at will. */
export class ProductProcess {
  private child: ChildProcess | null = null;
  private said = '';
  /** What it wrote ever. */
  private log = '';

  constructor(
    private readonly main: string,
    private readonly env: Record<string, string>,
  ) {}

  start(): void {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'warn', ...this.env };
    const child = spawn(process.execPath, [join(process.cwd(), this.main)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        this.said += chunk;
        this.log += chunk;
      });
    }
  }

  /** What it wrote since it was started last. */
  get output(): string {
    return this.said;
  }

  /** null while it does not run. */
  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  get isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits until it is; fails at once, with all it said, when the process has ended instead. */
  async until(isReady: () => Promise<boolean>, seconds = 120): Promise<void> {
    const ready = eventually(async () => this.child?.exitCode != null || (await isReady()), seconds);
    await ready.catch((error: unknown) => {
      throw new Error(`${this.main} is not ready: ${this.said}`, { cause: error });
    });
    if (this.child?.exitCode != null) throw new Error(`${this.main} ended with ${this.child.exitCode}: ${this.said}`);
  }

  /** Its exit code; null when a signal ended it. Throws when it, or the Postgres it brings, has logged a secret. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const code = await this.kill(signal);
    // What it wrote last is on its way.
    await sleep(20);
    refuseCanary(this.main, this.log);
    if (this.env['PLAYLEDGER_DATA_DIR'] !== undefined) refuseCanaryOfPostgres(this.env['PLAYLEDGER_DATA_DIR']);
    return code;
  }

  private async kill(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return exited;
  }
}

/** API and worker processes over one database of their own. */
export class Product {
  private constructor(
    readonly database: TestDatabase,
    readonly dataDir: string,
    /** One client for each API process. */
    readonly clients: ApiClient[],
    readonly apis: ProductProcess[],
    readonly workers: ProductProcess[],
    private readonly ports: number[],
  ) {}

  static async start({ apis = 1, workers = 1, env = {} }: ProductShape = {}): Promise<Product> {
    const database = await TestDatabase.create();
    const dataDir = mkdtempSync(join(tmpdir(), 'playledger-data-'));
    const ports = await Promise.all(Array.from({ length: apis }, () => freePort()));
    const given = typeof env === 'function' ? env(`http://127.0.0.1:${ports[0] ?? 0}`) : env;
    const shared = { DATABASE_URL: database.url, PLAYLEDGER_DATA_DIR: dataDir, ...given };
    const product = new Product(
      database,
      dataDir,
      [],
      ports.map((port) => new ProductProcess('dist/apps/api/src/main.js', { ...shared, PORT: String(port) })),
      Array.from({ length: workers }, () => new ProductProcess('dist/apps/worker/src/main.js', shared)),
      ports,
    );
    for (const each of [...product.apis, ...product.workers]) each.start();
    try {
      for (const port of ports) {
        const url = `http://127.0.0.1:${port}`;
        await product.whenReady(url);
        product.clients.push(ApiClient.withTokenFile(url, join(dataDir, 'admin-token')));
      }
    } catch (error) {
      await product.stop();
      throw error;
    }
    return product;
  }

  get client(): ApiClient {
    const [client] = this.clients;
    if (client === undefined) throw new Error('The product was started without an API.');
    return client;
  }

  async whenReady(url = this.client.url): Promise<void> {
    const at = Math.max(0, this.ports.indexOf(Number(new URL(url).port)));
    await this.apis[at]?.until(() => isReady(url));
  }

  async stop(): Promise<void> {
    const ends = await Promise.allSettled([...this.apis, ...this.workers].map((each) => each.end()));
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

/** Whether an API says that it can serve. */
export async function isReady(url: string): Promise<boolean> {
  return (await fetch(`${url}/readyz`).catch(() => null))?.ok ?? false;
}
