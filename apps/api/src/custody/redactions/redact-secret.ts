import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ServerSettings } from '#config';
import { BreaksEvents, redactLedger, SealingRefused, signingKey, type RedactionOutcome } from '#ledger';
import { principal } from '../../gate/permissions/principal.js';
import { ReadDatabase } from '../../gate/scopes/read-database.js';
import { SETTINGS } from '../../injection-tokens/settings.token.js';
import type { RedactSecretArgs } from './redactions.args.js';

/** Takes a secret out of everything that we hold, for whoever asks. */
@Injectable()
export class RedactSecret {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServerSettings,
    private readonly dataSource: DataSource,
    private readonly reads: ReadDatabase,
  ) {}

  /** A sentence instead, when it cannot be taken out. */
  async redact({ secret, reason, dryRun }: RedactSecretArgs): Promise<RedactionOutcome | string> {
    this.reads.wrote();
    const { name: actor, tokenId, address } = principal();
    try {
      const key = await signingKey(this.settings);
      const wish = { secret, reason, by: { actor, tokenId, address }, isDryRun: dryRun };
      return await redactLedger(this.dataSource, key, wish);
    } catch (error) {
      if (error instanceof BreaksEvents || error instanceof SealingRefused) return error.message;
      throw error;
    }
  }
}
