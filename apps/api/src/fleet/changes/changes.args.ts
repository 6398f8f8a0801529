import { ArgsType, Field, GraphQLISODateTime, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

export enum ChangeOrder {
  newest = 'newest',
  oldest = 'oldest',
}

registerEnumType(ChangeOrder, {
  name: 'ChangeOrder',
  description: 'Which changes come first. They are listed by run, as the runs began.',
  valuesMap: {
    newest: { description: 'Those of the last run, and of them the last.' },
    oldest: { description: 'Those of the first run, and of them the first.' },
  },
});

@InputType({ description: 'Which changes: all of what is given must hold.' })
export class ChangeFilter {
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'At this time or later.' })
  since?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Before this time.' })
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

  @Field(() => String, { nullable: true, description: 'Of tasks of exactly this name, with the role before it.' })
  task?: string | null;

  @Field(() => String, { nullable: true, description: 'Of tasks of exactly this role.' })
  role?: string | null;

  @Field(() => String, { nullable: true, description: 'Of tasks with exactly this module or action plugin.' })
  module?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this run: its id or uuid.' })
  run?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: what runs in check mode predicted; without it or false: what real runs did.',
  })
  checkMode?: boolean | null;
}

@ArgsType()
export class DroppedChangesArgs {
  @Field(() => ChangeFilter, { nullable: true, description: 'Which changes; without it, all of real runs.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ChangeFilter)
  filter?: ChangeFilter | null;
}

@ArgsType()
export class ChangesArgs extends PageArgs {
  @Field(() => ChangeFilter, { nullable: true, description: 'Which changes; without it, all of real runs.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ChangeFilter)
  filter?: ChangeFilter | null;

  @Field(() => ChangeOrder, { defaultValue: ChangeOrder.newest, description: 'Which come first.' })
  orderBy: ChangeOrder = ChangeOrder.newest;
}
