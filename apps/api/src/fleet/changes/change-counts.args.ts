import { ArgsType, Field, GraphQLISODateTime, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';

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
  description: 'What changes are counted by.',
  valuesMap: {
    day: { description: 'The day in UTC, the last one first.' },
    service: { description: 'The service, the one with most changes first; so the others.' },
    host: { description: 'The host.' },
    operator: { description: 'The operator.' },
    environment: { description: 'The environment.' },
    action: { description: "The run's action." },
    configuration_commit: { description: 'The commit of the configuration.' },
  },
});

@InputType({ description: 'Which changes are counted: all of what is given must hold.' })
export class ChangeCountFilter {
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'In the hour of this time or later: changes are counted by the hour.',
  })
  since?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Before the hour of this time.' })
  until?: Date | null;

  @Field(() => String, { nullable: true, description: 'Of exactly this service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'On the host of exactly this name.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'In exactly this environment.' })
  environment?: string | null;

  @Field(() => String, { nullable: true, description: 'By exactly this operator.' })
  operator?: string | null;

  @Field(() => String, { nullable: true, description: 'From exactly this commit of the configuration.' })
  configurationCommit?: string | null;

  @Field(() => [String], { nullable: true, description: 'By runs with one of these actions: deploy, upgrade, ...' })
  action?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: what runs in check mode predicted; without it or false: what real runs did.',
  })
  checkMode?: boolean | null;
}

@ArgsType()
export class ChangeCountsArgs {
  @Field(() => ChangeCountFilter, { nullable: true, description: 'Which changes; without it, all of real runs.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ChangeCountFilter)
  filter?: ChangeCountFilter | null;

  @Field(() => ChangeCountBy, { description: 'What to count by.' })
  by!: ChangeCountBy;

  @Field(() => Int, { defaultValue: 100, description: 'How many groups to give: 1 to 1000.' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  first: number = 100;
}
