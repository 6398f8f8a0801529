import { Module } from '@nestjs/common';
import { ApiTokensModule } from './api-tokens/api-tokens.module.js';
import { AuditModule } from './audit/audit.module.js';
import { BackupsModule } from './backups/backups.module.js';
import { DeadLettersModule } from './dead-letters/dead-letters.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { RedactionsModule } from './redactions/redactions.module.js';
import { RetentionsModule } from './retentions/retentions.module.js';

/** Who may what, who did what, and that the record is whole. */
@Module({
  imports: [
    ApiTokensModule,
    AuditModule,
    BackupsModule,
    DeadLettersModule,
    ExportsModule,
    RedactionsModule,
    RetentionsModule,
  ],
})
export class CustodyModule {}
