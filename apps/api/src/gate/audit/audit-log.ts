import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { writeAuditEntry, type AuditNote } from '#database';
import { Logger } from '#telemetry';
import type { Principal } from '../permissions/principal.js';

/** The record of what people and tokens do here. It only grows: a trigger refuses all else. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {}

  /** With `tx`, the entry is there exactly when what it tells of is. */
  async write(note: AuditNote, tx: EntityManager | DataSource = this.dataSource): Promise<void> {
    await writeAuditEntry(tx, note);
  }

  /** As `write`, by whoever asks. */
  async writeFor(
    { name, tokenId, address }: Principal,
    note: Omit<AuditNote, 'actor' | 'tokenId' | 'address'>,
    tx?: EntityManager,
  ): Promise<void> {
    await this.write({ ...note, actor: name, tokenId, address }, tx);
  }

  /** As `write`, without waiting: of what is refused anyway, whether it can be written or not. */
  note(note: AuditNote): void {
    this.write(note).catch((error: unknown) =>
      this.logger.error('The audit log could not be written', { action: note.action, err: error }),
    );
  }
}
