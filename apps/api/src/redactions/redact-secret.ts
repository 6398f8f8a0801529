import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ServerSettings } from '#config';
import { BreaksEvents, redactLedger, sealKey, type RedactionOutcome } from '#ledger';
import { requester } from '../access/requester.js';
import { AuditLog } from '../audit/audit-log.js';
import { ReadDatabase } from '../reads/read-database.js';
import { SETTINGS } from '../settings.token.js';
import type { RedactSecretArgs } from './redactions.args.js';

/** Takes a secret out of everything that we hold, for whoever asks. */
@Injectable()
export class RedactSecret {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServerSettings,
    private readonly dataSource: DataSource,
    private readonly reads: ReadDatabase,
    private readonly audit: AuditLog,
  ) {}

  /** A sentence instead, when the text cannot be taken out. */
  async redact({ secret, reason, dryRun }: RedactSecretArgs): Promise<RedactionOutcome | string> {
    this.reads.wrote();
    const asker = requester();
    const key = await sealKey(this.settings.sealKeyFile);
    const wish = { secret, reason, actor: asker.name, isDryRun: dryRun };
    try {
      return await redactLedger(this.dataSource, key, wish, async (tx, { id, ...counts }) => {
        if (id === null) return;
        const details = { ...counts, reason };
        await this.audit.writeFor(asker, { action: 'secret.redacted', subject: `redaction ${id}`, details }, tx);
      });
    } catch (error) {
      if (error instanceof BreaksEvents) return error.message;
      throw error;
    }
  }
}
