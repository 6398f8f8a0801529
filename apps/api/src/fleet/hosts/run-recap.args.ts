import { ArgsType, Field } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

@ArgsType()
export class RunRecapArgs extends PageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they failed or could not be reached, by their recap; without it, all.',
  })
  @IsOptional()
  @IsBoolean()
  failed?: boolean | null;
}
