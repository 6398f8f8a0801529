import { ArgsType, Field, GraphQLISODateTime, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

@InputType({ description: 'Which hosts.' })
export class HostFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case of letters.' })
  name?: string | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'To which something was deployed, and on which no real deployment has gone well since this time.',
  })
  notConvergedSince?: Date | null;
}

@ArgsType()
export class HostsArgs extends PageArgs {
  @Field(() => HostFilter, { nullable: true, description: 'Which hosts; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => HostFilter)
  filter?: HostFilter | null;
}
