import { Module } from '@nestjs/common';
import { AuditEntries } from './audit-entry.type.js';
import { AuditLogReadModel } from './audit-log.read-model.js';
import { AuditLogResolver } from './audit-log.resolver.js';

@Module({
  providers: [AuditLogResolver, AuditEntries.resolver, AuditLogReadModel],
})
export class AuditModule {}
