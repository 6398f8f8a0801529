import { ArgsType, Field } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

@ArgsType()
export class HostDeploymentsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only of exactly this service.' })
  @IsOptional()
  service?: string | null;
}
