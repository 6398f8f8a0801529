import { ArgsType, Field } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

@ArgsType()
export class HostsBehindArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Of exactly this service; without it, of all.' })
  @IsOptional()
  @IsString()
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'In exactly this environment; without it, in all.' })
  @IsOptional()
  @IsString()
  environment?: string | null;
}
