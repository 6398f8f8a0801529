import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';

@InputType({ description: 'Filter for hosts.' })
export class HostFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, case-insensitive.' })
  name?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Hosts that have deployments, but no successful real one since this time.',
  })
  notConvergedSince?: Date | null;
}

@ArgsType()
export class HostsArgs extends PageArgs {
  @Field(() => HostFilter, { nullable: true, description: 'Filter for hosts; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => HostFilter)
  filter?: HostFilter | null;
}
