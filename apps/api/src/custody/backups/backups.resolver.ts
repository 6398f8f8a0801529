import { Args, Query, Resolver } from '@nestjs/graphql';
import { Requires } from '../../gate/permissions/access-guard.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { Backups, BackupType } from './backup.type.js';
import { BackupsReadModel } from './backups.read-model.js';

@Resolver(() => BackupType)
export class BackupsResolver {
  constructor(private readonly readModel: BackupsReadModel) {}

  @Requires('audit')
  @Query(() => Backups.type, {
    description: 'Recorded backups including deleted ones, newest first. For auditors and admins without a scope.',
  })
  backups(@Args() page: PageArgs): Promise<Connection<BackupType>> {
    return this.readModel.page(page);
  }
}
