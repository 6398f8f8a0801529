import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { writeAuditEntry } from '#database';
import { checkSeals, sealLedger, SealingRefused, sealName, type SealFiles } from '#ledger';
import type { Logger, Readiness } from '#telemetry';

const SEAL_EVERY_MS = 3_600_000;

/** What a worker does about seals: it makes one each hour, looks at them each minute, and is loud when it must not sign. */
export class Sealing {
  private dueAt = 0;
  /** Why nothing is sealed, as it was told. */
  private told: string | null = null;
  private readonly stopped: Gauge;
  private readonly last: Gauge;

  constructor(
    private readonly dataSource: DataSource,
    private readonly files: SealFiles,
    private readonly readiness: Readiness,
    private readonly logger: Logger,
    metrics: Registry,
  ) {
    const registers = [metrics];
    this.stopped = new Gauge({
      name: 'playledger_sealing_stopped',
      help: 'Whether this worker does not seal: the seals are not as it left them, or it cannot.',
      registers,
    });
    this.last = new Gauge({
      name: 'playledger_last_seal',
      help: 'Number of the last seal that is remembered beside the key.',
      registers,
    });
  }

  /** Rejects when it cannot look: it is to be tried again. */
  async turn(): Promise<void> {
    try {
      if (Date.now() >= this.dueAt) await this.seal();
      this.last.set((await checkSeals(this.dataSource, this.files)).number);
      this.allowed();
    } catch (error) {
      this.stopped.set(1);
      this.readiness.tell('sealing', error instanceof SealingRefused ? `refused: ${error.fault}` : 'failed');
      if (!(error instanceof SealingRefused)) throw error;
      await this.refuse(error);
    }
  }

  private async seal(): Promise<void> {
    const made = await sealLedger(this.dataSource, this.files);
    this.dueAt = Date.now() + SEAL_EVERY_MS;
    // Whoever keeps the log can show later that it was there: verify --seal.
    if (made !== null) this.logger.log('Sealed the ledger', { seal: sealName(made.id, made.digest) });
  }

  private allowed(): void {
    this.stopped.set(0);
    this.readiness.tell('sealing', null);
    if (this.told !== null) this.logger.log('The seals are as they should be again');
    this.told = null;
  }

  /** In the log and the audit log when it begins, or has another reason. */
  private async refuse({ fault, message }: SealingRefused): Promise<void> {
    if (this.told === message) return;
    this.logger.error(`Nothing is sealed: ${message}`, { fault });
    await writeAuditEntry(this.dataSource, {
      action: 'seal.refused',
      actor: 'worker',
      subject: fault,
      details: { reason: message },
    });
    this.told = message;
  }
}
