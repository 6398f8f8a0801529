import { closeSync, copyFileSync, existsSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import type { PostgresAccount } from './postgres-account.js';

const MAX_BYTES = 10 * 1024 * 1024;
const CHECK_EVERY_MS = 60_000;

/**
 * Postgres's log: two files of about 10 MiB. Postgres writes through a descriptor of its own, opened for appending,
 * so it goes on logging when we are gone, and may be cut by us while it writes.
 */
export class BoundedLog {
  private readonly timer: NodeJS.Timeout;

  constructor(
    readonly path: string,
    private readonly account: PostgresAccount,
  ) {
    this.cut();
    this.timer = setInterval(() => this.cut(), CHECK_EVERY_MS).unref();
  }

  size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** A descriptor for a child process; to be closed here once the child has it. */
  open(): number {
    const isNew = !existsSync(this.path);
    const descriptor = openSync(this.path, 'a', 0o600);
    if (isNew) this.account.own(this.path);
    return descriptor;
  }

  /** What was logged behind `offset`. */
  readFrom(offset: number): string {
    const length = Math.min(Math.max(this.size() - offset, 0), MAX_BYTES);
    const buffer = Buffer.alloc(length);
    const descriptor = openSync(this.path, 'r');
    try {
      return buffer.subarray(0, readSync(descriptor, buffer, 0, length, offset)).toString('utf8');
    } finally {
      closeSync(descriptor);
    }
  }

  close(): void {
    clearInterval(this.timer);
  }

  private cut(): void {
    try {
      if (this.size() < MAX_BYTES) return;
      copyFileSync(this.path, `${this.path}.1`);
      truncateSync(this.path);
    } catch {
      // A full disk: the next minute may be better, and the log must not stop the ledger.
    }
  }
}
