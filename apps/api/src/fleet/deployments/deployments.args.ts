import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { DeploymentOutcome } from './deployment.type.js';

export enum DeploymentOrder {
  newest = 'newest',
  oldest = 'oldest',
  longest = 'longest',
}

registerEnumType(DeploymentOrder, {
  name: 'DeploymentOrder',
  description: 'Order of deployments.',
  valuesMap: {
    newest: { description: 'Newest first.' },
    oldest: { description: 'Oldest first.' },
    longest: { description: 'Longest first.' },
  },
});

@InputType({ description: 'Filter for deployments; all conditions must hold.' })
export class DeploymentFilter {
  @Field(() => String, { nullable: true, description: 'Exact name of the service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the host.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the environment.' })
  environment?: string | null;

  @Field(() => [String], { nullable: true, description: 'One of these actions.' })
  action?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the release.' })
  release?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact tag of an image.' })
  imageTag?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the operator.' })
  operator?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact commit of the configuration.' })
  configurationCommit?: string | null;

  @Field(() => [DeploymentOutcome], { nullable: true, description: 'One of these outcomes.' })
  outcome?: DeploymentOutcome[] | null;

  @Field(() => Boolean, { nullable: true, description: 'true: only runs in check mode; false: only real runs.' })
  checkMode?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it counts for the state.' })
  changesState?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'The run, by its id or uuid.' })
  run?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Started at or after this time.' })
  since?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Started before this time.' })
  until?: Date | null;
}

@ArgsType()
export class DeploymentsArgs extends PageArgs {
  @Field(() => DeploymentFilter, { nullable: true, description: 'Filter for deployments; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => DeploymentFilter)
  filter?: DeploymentFilter | null;

  @Field(() => DeploymentOrder, { defaultValue: DeploymentOrder.newest, description: 'Order of the list.' })
  orderBy: DeploymentOrder = DeploymentOrder.newest;
}
