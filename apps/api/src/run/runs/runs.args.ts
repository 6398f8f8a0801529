import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { RunStatus } from './run.type.js';

@InputType({ description: 'Filter for runs; all conditions must hold.' })
export class RunFilter {
  @Field(() => [RunStatus], { nullable: true, description: 'One of these statuses.' })
  status?: RunStatus[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Started at or after this time.' })
  since?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Started before this time.' })
  until?: Date | null;

  @Field(() => String, { nullable: true, description: 'Part of the playbook path, case-insensitive.' })
  playbookPath?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Part of the playbook's file name or of the ad-hoc command, case-insensitive.",
  })
  name?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'true: only ad-hoc commands; false: only playbooks.' })
  adHoc?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the controller.' })
  controller?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the user who ran it, directly or through sudo.' })
  user?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact label.' })
  label?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of a host in the run.' })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of a deployed service.' })
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of a deployed release.' })
  release?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact action: deploy, upgrade, ...' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the environment: kolla, infrastructure, ...' })
  environment?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the operator.' })
  operator?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'true: only runs in check mode; false: only real runs.' })
  checkMode?: boolean | null;
}

@ArgsType()
export class RunsArgs extends PageArgs {
  @Field(() => RunFilter, { nullable: true, description: 'Filter for runs; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => RunFilter)
  filter?: RunFilter | null;
}
