import { ArgsType, Field, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';

export enum StatisticsBy {
  service = 'service',
  action = 'action',
  host = 'host',
  environment = 'environment',
}

registerEnumType(StatisticsBy, {
  name: 'StatisticsBy',
  description: 'How runs are grouped.',
  valuesMap: {
    service: { description: 'Their services: a run counts for each of its services.' },
    action: { description: 'Their action: deploy, upgrade, ...' },
    host: { description: 'Their hosts: a run counts for each of its hosts.' },
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
  description: 'Length of an interval, in UTC.',
  valuesMap: {
    day: { description: 'A day.' },
    week: { description: 'A week, starting on Monday.' },
    month: { description: 'A calendar month.' },
  },
});

@InputType({ description: 'Filter for the counted runs; all conditions must hold.' })
export class StatisticsFilter {
  @Field(() => String, { nullable: true, description: 'Exact name of the service; only its deployments count.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the host; only results on it count.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact action.' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the environment.' })
  environment?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'true: only runs in check mode; false: only real runs.',
  })
  checkMode?: boolean | null;
}

@ArgsType()
export class StatisticsArgs extends PageArgs {
  @Field(() => StatisticsBy, { description: 'How runs are grouped into series.' })
  by!: StatisticsBy;

  @Field(() => StatisticsInterval, {
    defaultValue: StatisticsInterval.day,
    description: 'Length of each interval.',
  })
  interval: StatisticsInterval = StatisticsInterval.day;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'First interval, by a time in it; without it, 30 intervals back. At most 400 intervals.',
  })
  since?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'End of the period, exclusive, extended to the end of its interval; without it, now.',
  })
  until?: Date | null;

  @Field(() => StatisticsFilter, { nullable: true, description: 'Filter for runs; without it, all real runs.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => StatisticsFilter)
  filter?: StatisticsFilter | null;
}
