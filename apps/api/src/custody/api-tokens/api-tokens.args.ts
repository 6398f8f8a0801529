import { ArgsType, Field, ID } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional, Length, Matches } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { TokenRole } from './api-token.type.js';

const MAX_NAME = 100;
const MAX_SCOPES = 100;
/** One line that a log can show: no control characters. */
const ONE_LINE = /^[^\p{C}]*$/u;

@ArgsType()
export class CreateTokenArgs {
  @Field({ description: 'What it is for, or whose it is: 1 to 100 characters.' })
  @Length(1, MAX_NAME)
  @Matches(ONE_LINE, { message: 'name must be one line' })
  name!: string;

  @Field(() => TokenRole, { description: 'What it may do.' })
  role!: TokenRole;

  @Field(() => [String], { defaultValue: [], description: 'Environments that the token can read; without them, all.' })
  @ArrayMaxSize(MAX_SCOPES)
  @Length(1, MAX_NAME, { each: true })
  environments: string[] = [];

  @Field(() => [String], {
    defaultValue: [],
    description: 'Labels of the runs that the token can read; without them, all runs.',
  })
  @ArrayMaxSize(MAX_SCOPES)
  @Length(1, MAX_NAME, { each: true })
  labels: string[] = [];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it expires; without it, never.' })
  @IsOptional()
  expiresAt?: Date | null;
}

@ArgsType()
export class RevokeTokenArgs {
  @Field(() => ID, { description: 'Number of the token.' })
  id!: string;
}
