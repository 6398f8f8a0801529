import { ArgsType, Field, GraphQLISODateTime, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

export enum StatisticsBy {
  service = 'service',
  action = 'action',
  host = 'host',
  environment = 'environment',
}

registerEnumType(StatisticsBy, {
  name: 'StatisticsBy',
  description: 'What runs are told apart by.',
  valuesMap: {
    service: { description: 'What they deployed: a run counts for each of its services.' },
    action: { description: 'Their action: deploy, upgrade, ...' },
    host: { description: 'Where they worked: a run counts for each of its hosts.' },
    environment: { description: 'Their environment: kolla, infrastructure, ...' },
  },
});

export enum StatisticsInterval {
  day = 'day',
  week = 'week',
  month = 'month',
}

registerEnumType(StatisticsInterval, {
  name: 'StatisticsInterval',
  description: 'How long one point of a series is, in UTC.',
  valuesMap: {
    day: { description: 'A day.' },
    week: { description: 'A week, from Monday.' },
    month: { description: 'A month of the calendar.' },
  },
});

@InputType({ description: 'Which runs are counted: all of what is given must hold.' })
export class StatisticsFilter {
  @Field(() => String, { nullable: true, description: 'Only what they did to exactly this service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Only what they did on the host of exactly this name.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'With exactly this action.' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'In exactly this environment.' })
  environment?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'true: only check mode; false: only real runs.',
  })
  checkMode?: boolean | null;
}

@ArgsType()
export class StatisticsArgs extends PageArgs {
  @Field(() => StatisticsBy, { description: 'What each series stands for.' })
  by!: StatisticsBy;

  @Field(() => StatisticsInterval, {
    defaultValue: StatisticsInterval.day,
    description: 'What each point of a series stands for.',
  })
  interval: StatisticsInterval = StatisticsInterval.day;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'From the interval that holds this time; without it, 30 intervals back. At most 400 intervals.',
  })
  since?: Date | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'To the end of the interval that holds the last moment before this time; without it, to now.',
  })
  until?: Date | null;

  @Field(() => StatisticsFilter, { nullable: true, description: 'Which runs; without it, all that were real.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => StatisticsFilter)
  filter?: StatisticsFilter | null;
}
