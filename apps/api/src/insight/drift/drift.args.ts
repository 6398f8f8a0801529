import { ArgsType, Field, GraphQLISODateTime, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

@InputType({ description: 'Which drift: all of what is given must hold.' })
export class DriftFilter {
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'At this time or later.' })
  since?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Before this time.' })
  until?: Date | null;

  @Field(() => String, { nullable: true, description: 'Of exactly this service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'On the host of exactly this name, and perhaps on others.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'In exactly this environment.' })
  environment?: string | null;

  @Field(() => ID, { nullable: true, description: 'Found by this run: its id or uuid.' })
  run?: string | null;
}

@ArgsType()
export class DriftArgs extends PageArgs {
  @Field(() => DriftFilter, { nullable: true, description: 'Which drift; without it, all of history.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => DriftFilter)
  filter?: DriftFilter | null;
}
