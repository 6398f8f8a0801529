import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { FailureState } from './failure-group.type.js';

export enum FailureGroupOrder {
  lastSeenAt = 'lastSeenAt',
  firstSeenAt = 'firstSeenAt',
  failures = 'failures',
}

registerEnumType(FailureGroupOrder, {
  name: 'FailureGroupOrder',
  description: 'Order of groups.',
  valuesMap: {
    lastSeenAt: { description: 'Last seen first.' },
    firstSeenAt: { description: 'Newest group first.' },
    failures: { description: 'Most failures first.' },
  },
});

@InputType({ description: 'Filter for groups of failures; all conditions must hold.' })
export class FailureGroupFilter {
  @Field(() => [FailureState], { nullable: true, description: 'In one of these states.' })
  state?: FailureState[] | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the role.' })
  role?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the task name, case-insensitive.' })
  task?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the module or action plugin.' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of a host on which it was seen.' })
  host?: string | null;

  @Field(() => ID, { nullable: true, description: 'A run in which it was seen, by its id or uuid.' })
  run?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the signature, case-insensitive.' })
  text?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Seen at or after this time.' })
  since?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: only groups whose failures were all ignored or rescued; false: only others.',
  })
  tolerated?: boolean | null;
}

@ArgsType()
export class FailureGroupsArgs extends PageArgs {
  @Field(() => FailureGroupFilter, { nullable: true, description: 'Filter for groups; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => FailureGroupFilter)
  filter?: FailureGroupFilter | null;

  @Field(() => FailureGroupOrder, {
    defaultValue: FailureGroupOrder.lastSeenAt,
    description: 'Order of groups.',
  })
  orderBy: FailureGroupOrder = FailureGroupOrder.lastSeenAt;
}

/** Signs that a note may have. */
const MAX_NOTE = 10_000;

@ArgsType()
export class FailureGroupActArgs {
  @Field(() => ID, { description: 'Id or fingerprint of the group.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Reason, for later readers: at most 10,000 characters.' })
  @IsOptional()
  @IsString()
  @Length(1, MAX_NOTE)
  note?: string | null;
}

@ArgsType()
export class AnnotateFailureGroupArgs {
  @Field(() => ID, { description: 'Id or fingerprint of the group.' })
  id!: string;

  @Field({ description: 'The note: 1 to 10,000 characters.' })
  @IsString()
  @Length(1, MAX_NOTE)
  text!: string;
}

@ArgsType()
export class FailureStatisticsArgs {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Start of the period; without it, seven days before its end.',
  })
  since?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'End of the period, exclusive; without it, now.' })
  until?: Date | null;
}
