import { Args, Query, Resolver } from '@nestjs/graphql';
import { Requires } from '../../gate/permissions/access-guard.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { Retentions, RetentionType } from './retention.type.js';
import { RetentionsReadModel } from './retentions.read-model.js';

@Resolver(() => RetentionType)
export class RetentionsResolver {
  constructor(private readonly readModel: RetentionsReadModel) {}

  @Requires('audit')
  @Query(() => Retentions.type, {
    description: 'What retention has removed, newest first. For auditors and admins without a scope.',
  })
  retentions(@Args() page: PageArgs): Promise<Connection<RetentionType>> {
    return this.readModel.page(page);
  }
}
