import { ArgsType, Field } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

@ArgsType()
export class HostDeploymentsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Exact name of the service.' })
  @IsOptional()
  service?: string | null;
}
