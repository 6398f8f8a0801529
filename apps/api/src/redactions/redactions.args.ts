import { ArgsType, Field } from '@nestjs/graphql';
import { Length } from 'class-validator';
import { MIN_SECRET_LENGTH } from '#ledger';

const MAX_SECRET = 20_000;
const MAX_REASON = 1_000;

@ArgsType()
export class RedactSecretArgs {
  @Field({
    description: `What shall be gone, ${MIN_SECRET_LENGTH} characters or more. It is written nowhere: send it as a variable.`,
  })
  @Length(MIN_SECRET_LENGTH, MAX_SECRET)
  secret!: string;

  @Field({ description: 'Why, for the record: not the secret.' })
  @Length(1, MAX_REASON)
  reason!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Only find out where it stands.' })
  dryRun: boolean = false;
}
