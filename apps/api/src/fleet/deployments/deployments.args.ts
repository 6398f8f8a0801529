import { ArgsType, Field, GraphQLISODateTime, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { DeploymentOutcome } from './deployment.type.js';

export enum DeploymentOrder {
  newest = 'newest',
  oldest = 'oldest',
  longest = 'longest',
}

registerEnumType(DeploymentOrder, {
  name: 'DeploymentOrder',
  description: 'Which deployments come first.',
  valuesMap: {
    newest: { description: 'Those that began last.' },
    oldest: { description: 'Those that began first.' },
    longest: { description: 'Those that took longest.' },
  },
});

@InputType({ description: 'Which deployments: all of what is given must hold.' })
export class DeploymentFilter {
  @Field(() => String, { nullable: true, description: 'Of exactly this service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'On the host of exactly this name.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'In exactly this environment.' })
  environment?: string | null;

  @Field(() => [String], { nullable: true, description: 'With one of these actions.' })
  action?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Of exactly this release.' })
  release?: string | null;

  @Field(() => String, { nullable: true, description: 'With an image of exactly this tag.' })
  imageTag?: string | null;

  @Field(() => String, { nullable: true, description: 'By exactly this operator.' })
  operator?: string | null;

  @Field(() => String, { nullable: true, description: 'From exactly this commit of the configuration.' })
  configurationCommit?: string | null;

  @Field(() => [DeploymentOutcome], { nullable: true, description: 'With one of these outcomes.' })
  outcome?: DeploymentOutcome[] | null;

  @Field(() => Boolean, { nullable: true, description: 'true: only check mode; false: only real runs.' })
  checkMode?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it counts as state.' })
  changesState?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Of this run: its id or uuid.' })
  run?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Began at this time or later.' })
  since?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Began before this time.' })
  until?: Date | null;
}

@ArgsType()
export class DeploymentsArgs extends PageArgs {
  @Field(() => DeploymentFilter, { nullable: true, description: 'Which deployments; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => DeploymentFilter)
  filter?: DeploymentFilter | null;

  @Field(() => DeploymentOrder, { defaultValue: DeploymentOrder.newest, description: 'Which come first.' })
  orderBy: DeploymentOrder = DeploymentOrder.newest;
}
