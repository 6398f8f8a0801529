import { ArgsType, Field, GraphQLISODateTime, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { FailureState } from './failure-group.type.js';

export enum FailureGroupOrder {
  lastSeenAt = 'lastSeenAt',
  firstSeenAt = 'firstSeenAt',
  failures = 'failures',
}

registerEnumType(FailureGroupOrder, {
  name: 'FailureGroupOrder',
  description: 'Which groups come first.',
  valuesMap: {
    lastSeenAt: { description: 'Those seen last.' },
    firstSeenAt: { description: 'Those that are youngest.' },
    failures: { description: 'Those with the most failures.' },
  },
});

@InputType({ description: 'Which groups of failures: all of what is given must hold.' })
export class FailureGroupFilter {
  @Field(() => [FailureState], { nullable: true, description: 'In one of these states.' })
  state?: FailureState[] | null;

  @Field(() => String, { nullable: true, description: 'Of exactly this role.' })
  role?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the name of the task, in any case of letters.' })
  task?: string | null;

  @Field(() => String, { nullable: true, description: 'Of exactly this module or action plugin.' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'Seen on the host of exactly this name.' })
  host?: string | null;

  @Field(() => ID, { nullable: true, description: 'Seen in this run: its id or uuid.' })
  run?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the signature, in any case of letters.' })
  text?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Seen at this time or later.' })
  since?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: only those whose every failure was ignored or rescued; false: only others.',
  })
  tolerated?: boolean | null;
}

@ArgsType()
export class FailureGroupsArgs extends PageArgs {
  @Field(() => FailureGroupFilter, { nullable: true, description: 'Which groups; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => FailureGroupFilter)
  filter?: FailureGroupFilter | null;

  @Field(() => FailureGroupOrder, {
    defaultValue: FailureGroupOrder.lastSeenAt,
    description: 'Which groups come first.',
  })
  orderBy: FailureGroupOrder = FailureGroupOrder.lastSeenAt;
}

/** Signs that a note may have. */
const MAX_NOTE = 10_000;

@ArgsType()
export class FailureGroupActArgs {
  @Field(() => ID, { description: 'Which group: its id or fingerprint.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Why, for those who come after: 10,000 characters at most.' })
  @IsOptional()
  @IsString()
  @Length(1, MAX_NOTE)
  note?: string | null;
}

@ArgsType()
export class AnnotateFailureGroupArgs {
  @Field(() => ID, { description: 'Which group: its id or fingerprint.' })
  id!: string;

  @Field({ description: 'What to write: 1 to 10,000 characters.' })
  @IsString()
  @Length(1, MAX_NOTE)
  text!: string;
}

@ArgsType()
export class FailureStatisticsArgs {
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Begin of the period; without it, seven days before its end.',
  })
  since?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'End of the period, not included; without it, now.' })
  until?: Date | null;
}
