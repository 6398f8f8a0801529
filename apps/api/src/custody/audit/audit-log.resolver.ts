import { Args, Query, Resolver } from '@nestjs/graphql';
import { Requires } from '../../gate/permissions/access-guard.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { AuditEntries, AuditEntry } from './audit-entry.type.js';
import { AuditLogArgs } from './audit-log.args.js';
import { AuditLogReadModel } from './audit-log.read-model.js';

@Resolver(() => AuditEntry)
export class AuditLogResolver {
  constructor(private readonly readModel: AuditLogReadModel) {}

  @Requires('audit')
  @Query(() => AuditEntries.type, {
    description: 'Actions of people and tokens, newest first. For auditors and admins without a scope.',
  })
  auditLog(@Args() { filter, ...page }: AuditLogArgs): Promise<Connection<AuditEntry>> {
    return this.readModel.page(filter, page);
  }
}
