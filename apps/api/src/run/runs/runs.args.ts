import { ArgsType, Field, GraphQLISODateTime, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { RunStatus } from './run.type.js';

@InputType({ description: 'Which runs: all of what is given must hold.' })
export class RunFilter {
  @Field(() => [RunStatus], { nullable: true, description: 'One of these statuses.' })
  status?: RunStatus[] | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Started at this time or later.' })
  since?: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Started before this time.' })
  until?: Date | null;

  @Field(() => String, { nullable: true, description: 'Part of the playbook path, in any case of letters.' })
  playbookPath?: string | null;

  @Field(() => String, { nullable: true, description: "Part of the playbook's file name, in any case of letters." })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Exactly this controller.' })
  controller?: string | null;

  @Field(() => String, { nullable: true, description: 'Run by, or by sudo for, exactly this user.' })
  user?: string | null;

  @Field(() => String, { nullable: true, description: 'Has exactly this label.' })
  label?: string | null;

  @Field(() => String, { nullable: true, description: 'Ran on the host of exactly this name.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'Deployed exactly this service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Deployed exactly this release.' })
  release?: string | null;

  @Field(() => String, { nullable: true, description: 'With exactly this action: deploy, upgrade, ...' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'In exactly this environment: kolla, infrastructure, ...' })
  environment?: string | null;

  @Field(() => String, { nullable: true, description: 'By exactly this operator.' })
  operator?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'true: only check mode; false: only real runs.' })
  checkMode?: boolean | null;
}

@ArgsType()
export class RunsArgs extends PageArgs {
  @Field(() => RunFilter, { nullable: true, description: 'Which runs; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => RunFilter)
  filter?: RunFilter | null;
}
