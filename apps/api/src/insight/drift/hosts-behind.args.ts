import { ArgsType, Field } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

@ArgsType()
export class HostsBehindArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Exact name of the service; without it, all.' })
  @IsOptional()
  @IsString()
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the environment; without it, all.' })
  @IsOptional()
  @IsString()
  environment?: string | null;
}
