import { ArgsType, Field } from '@nestjs/graphql';
import { Length, Matches, MaxLength } from 'class-validator';
import { REDACTABLE, WHAT_IS_REDACTABLE } from '#ledger';

const MAX_SECRET = 20_000;
const MAX_REASON = 1_000;

@ArgsType()
export class RedactSecretArgs {
  @Field({
    description: `What shall be gone: ${WHAT_IS_REDACTABLE}. It is written nowhere: send it as a variable.`,
  })
  @MaxLength(MAX_SECRET)
  @Matches(REDACTABLE, { message: `secret must be ${WHAT_IS_REDACTABLE}` })
  secret!: string;

  @Field({ description: 'Why, for the record: not the secret.' })
  @Length(1, MAX_REASON)
  reason!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Only find out where it stands.' })
  dryRun: boolean = false;
}
