import { ArgsType, Field } from '@nestjs/graphql';
import { Length, Matches, MaxLength } from 'class-validator';
import { REDACTABLE, WHAT_IS_REDACTABLE } from '#ledger';

const MAX_SECRET = 20_000;
const MAX_REASON = 1_000;

@ArgsType()
export class RedactSecretArgs {
  @Field({
    description: `The secret to remove: ${WHAT_IS_REDACTABLE}. It is never stored; send it as a variable.`,
  })
  @MaxLength(MAX_SECRET)
  @Matches(REDACTABLE, { message: `secret must be ${WHAT_IS_REDACTABLE}` })
  secret!: string;

  @Field({ description: 'Reason for the record, without the secret.' })
  @Length(1, MAX_REASON)
  reason!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Only report where it is stored.' })
  dryRun: boolean = false;
}
