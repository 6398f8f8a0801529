import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { PageArgs } from '../../graphql/relay/page-args.js';

@InputType({ description: 'Filter for drift; all conditions must hold.' })
export class DriftFilter {
  @Field(() => DateTimeScalar, { nullable: true, description: 'At or after this time.' })
  since?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this time.' })
  until?: Date | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the service.' })
  service?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Exact name of a host on which the task always reports a change; other hosts are allowed.',
  })
  host?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the environment.' })
  environment?: string | null;

  @Field(() => ID, { nullable: true, description: 'The run that found it, by its id or uuid.' })
  run?: string | null;
}

@ArgsType()
export class DriftArgs extends PageArgs {
  @Field(() => DriftFilter, { nullable: true, description: 'Filter for drift; without it, all.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => DriftFilter)
  filter?: DriftFilter | null;
}
