import { ArgsType, Field, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

export enum ChangeCountBy {
  day = 'day',
  service = 'service',
  host = 'host',
  operator = 'operator',
  environment = 'environment',
  action = 'action',
  configuration_commit = 'configuration_commit',
}

registerEnumType(ChangeCountBy, {
  name: 'ChangeCountBy',
  description: 'How changes are grouped.',
  valuesMap: {
    day: { description: 'The day in UTC, latest first.' },
    service: { description: 'The service, the one with the most changes first, as all other groupings.' },
    host: { description: 'The host.' },
    operator: { description: 'The operator.' },
    environment: { description: 'The environment.' },
    action: { description: "The run's action." },
    configuration_commit: { description: 'The commit of the configuration.' },
  },
});

@InputType({ description: 'Filter for the counted changes; all conditions must hold.' })
export class ChangeCountFilter {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'In or after the hour of this time: changes are counted by the hour.',
  })
  since?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before the hour of this time.' })
  until?: Date | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the host.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the environment.' })
  environment?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the operator.' })
  operator?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact commit of the configuration.' })
  configurationCommit?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Made by runs with one of these actions: deploy, upgrade, ...',
  })
  action?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: changes predicted in check mode; false or omitted: changes made by real runs.',
  })
  checkMode?: boolean | null;
}

@ArgsType()
export class ChangeCountsArgs {
  @Field(() => ChangeCountFilter, {
    nullable: true,
    description: 'Filter for changes; without it, all changes of real runs.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ChangeCountFilter)
  filter?: ChangeCountFilter | null;

  @Field(() => ChangeCountBy, { description: 'How to group the changes.' })
  by!: ChangeCountBy;

  @Field(() => Int, { defaultValue: 100, description: 'Maximum number of groups: 1 to 1000.' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  first: number = 100;
}
