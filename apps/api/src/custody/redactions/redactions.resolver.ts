import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Requires } from '../../gate/permissions/access-guard.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { Backups, type BackupType } from '../backups/backup.type.js';
import { BackupsReadModel } from '../backups/backups.read-model.js';
import { RedactSecret } from './redact-secret.js';
import { Redactions, RedactionType, RedactSecretPayload } from './redaction.type.js';
import { RedactSecretArgs } from './redactions.args.js';
import { RedactionsReadModel } from './redactions.read-model.js';

@Resolver(() => RedactionType)
export class RedactionsResolver {
  constructor(
    private readonly readModel: RedactionsReadModel,
    private readonly backupsModel: BackupsReadModel,
    private readonly redactSecret: RedactSecret,
  ) {}

  @Requires('audit')
  @Query(() => Redactions.type, {
    description:
      'Secrets that were removed from all stored data, newest first. For auditors and admins without a scope.',
  })
  redactions(@Args() page: PageArgs): Promise<Connection<RedactionType>> {
    return this.readModel.page(page);
  }

  @Requires('administer')
  @Mutation(() => RedactSecretPayload, {
    name: 'redactSecret',
    description:
      'Removes a secret from all stored data: ledger, dead letters, projections, search, notes. This reads all ' +
      'data and may take minutes. The ledger can still be verified: see docs/proof.md. For admins.',
  })
  async redact(@Args() args: RedactSecretArgs): Promise<RedactSecretPayload> {
    const outcome = await this.redactSecret.redact(args);
    if (typeof outcome === 'string') {
      const userErrors = [{ id: 'secret', code: 'not_possible', message: outcome }];
      return { redaction: null, batches: 0, deadLetters: 0, rowsElsewhere: 0, userErrors };
    }
    const { id, batches, deadLetters, rowsElsewhere } = outcome;
    const redaction = id === null ? null : await this.readModel.find(id);
    return { redaction, batches, deadLetters, rowsElsewhere, userErrors: [] };
  }

  @ResolveField(() => Backups.type, {
    description: 'Backups that may still contain it: started before, and neither expired nor recorded as deleted.',
  })
  backups(
    @Parent() { redactedAt }: RedactionType,
    @Args() page: PageArgs,
    @Context() context: object,
  ): Promise<Connection<BackupType>> {
    return this.backupsModel.thatMayHold(redactedAt, page, context);
  }
}
