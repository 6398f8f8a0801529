import { ArgsType, Field, GraphQLISODateTime, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';

@InputType({ description: 'Which entries: all of what is given must hold.' })
export class AuditLogFilter {
  @Field(() => [String], { nullable: true, description: 'Of one of these actions.' })
  action?: string[] | null;

  @Field(() => String, { nullable: true, description: 'By exactly this token or person.' })
  actor?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'At this time or later.' })
  since?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Before this time.' })
  until?: Date | null;
}

@ArgsType()
export class AuditLogArgs extends PageArgs {
  @Field(() => AuditLogFilter, { nullable: true, description: 'Which entries; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AuditLogFilter)
  filter?: AuditLogFilter | null;
}
