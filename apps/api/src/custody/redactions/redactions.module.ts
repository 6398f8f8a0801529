import { Module } from '@nestjs/common';
import { BackupsModule } from '../backups/backups.module.js';
import { RedactSecret } from './redact-secret.js';
import { Redactions } from './redaction.type.js';
import { RedactionsReadModel } from './redactions.read-model.js';
import { RedactionsResolver } from './redactions.resolver.js';

@Module({
  imports: [BackupsModule],
  providers: [RedactionsResolver, Redactions.resolver, RedactSecret, RedactionsReadModel],
})
export class RedactionsModule {}
