import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const KIB_PER_MIB = 1024;
const MEMORY_EVERY_MS = 100;

/** What an API went through while it was watched. */
export interface Watched {
  /** Milliseconds that `/healthz` took: at most, and 99 of 100 times. */
  slowest: number;
  p99: number;
  /** How often it was asked. */
  asked: number;
  /** The most memory that the process had, in MiB (RSS). */
  memory: number;
}

/** Watches how soon an API answers and how much memory it has, from a thread of its own. */
export class HealthWatch {
  private readonly timer: NodeJS.Timeout;
  private memory = 0;

  private constructor(
    private readonly worker: Worker,
    private readonly pid: number,
  ) {
    this.timer = setInterval(() => this.look(), MEMORY_EVERY_MS);
  }

  /** `pid` is the process of the API at `url`. */
  static async start(url: string, pid: number): Promise<HealthWatch> {
    const worker = new Worker(join(process.cwd(), 'test/support/watch-health.mjs'), { workerData: { url } });
    await once(worker, 'message');
    return new HealthWatch(worker, pid);
  }

  async end(): Promise<Watched> {
    this.look();
    clearInterval(this.timer);
    this.worker.postMessage('tell');
    const [taken] = (await once(this.worker, 'message')) as [number[]];
    await this.worker.terminate();
    const sorted = taken.toSorted((a, b) => a - b);
    const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? Infinity);
    return { slowest: at(1), p99: at(0.99), asked: sorted.length, memory: Math.round(this.memory) };
  }

  private look(): void {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    this.memory = Math.max(this.memory, Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / KIB_PER_MIB);
  }
}
