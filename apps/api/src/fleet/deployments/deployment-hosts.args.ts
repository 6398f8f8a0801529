import { ArgsType, Field } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { DeploymentHostOutcome } from './deployment-host.type.js';

@ArgsType()
export class DeploymentHostsArgs extends PageArgs {
  @Field(() => [DeploymentHostOutcome], { nullable: true, description: 'One of these outcomes.' })
  @IsOptional()
  outcome?: DeploymentHostOutcome[] | null;
}
