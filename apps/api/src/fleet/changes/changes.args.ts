import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';

export enum ChangeOrder {
  newest = 'newest',
  oldest = 'oldest',
}

registerEnumType(ChangeOrder, {
  name: 'ChangeOrder',
  description: "Order of changes. They are listed by run, in the order of the runs' start.",
  valuesMap: {
    newest: { description: 'Latest run first, and within it the latest change first.' },
    oldest: { description: 'Earliest run first, and within it the earliest change first.' },
  },
});

@InputType({ description: 'Filter for changes; all conditions must hold.' })
export class ChangeFilter {
  @Field(() => DateTimeScalar, { nullable: true, description: 'At or after this time.' })
  since?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this time.' })
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

  @Field(() => String, { nullable: true, description: 'Exact name of the task, prefixed with its role.' })
  task?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the role.' })
  role?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the module or action plugin.' })
  module?: string | null;

  @Field(() => ID, { nullable: true, description: 'The run, by its id or uuid.' })
  run?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: changes predicted in check mode; false or omitted: changes made by real runs.',
  })
  checkMode?: boolean | null;
}

@ArgsType()
export class DroppedChangesArgs {
  @Field(() => ChangeFilter, {
    nullable: true,
    description: 'Filter for changes; without it, all changes of real runs.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ChangeFilter)
  filter?: ChangeFilter | null;
}

@ArgsType()
export class ChangesArgs extends PageArgs {
  @Field(() => ChangeFilter, {
    nullable: true,
    description: 'Filter for changes; without it, all changes of real runs.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ChangeFilter)
  filter?: ChangeFilter | null;

  @Field(() => ChangeOrder, { defaultValue: ChangeOrder.newest, description: 'Order of the list.' })
  orderBy: ChangeOrder = ChangeOrder.newest;
}
