import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';

@InputType({ description: 'Filter for entries; all conditions must hold.' })
export class AuditLogFilter {
  @Field(() => [String], { nullable: true, description: 'One of these actions.' })
  action?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the token or person.' })
  actor?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'At or after this time.' })
  since?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this time.' })
  until?: Date | null;
}

@ArgsType()
export class AuditLogArgs extends PageArgs {
  @Field(() => AuditLogFilter, { nullable: true, description: 'Filter for entries; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AuditLogFilter)
  filter?: AuditLogFilter | null;
}
