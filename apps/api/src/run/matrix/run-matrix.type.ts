import { ArgsType, Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, Min } from 'class-validator';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType({ description: 'A task of a run, with its outcome on every host of the run.' })
export class MatrixTask {
  @Field(() => Int, { description: 'Sequence number of its event in the run.' })
  seq!: number;

  @Field({ description: 'Name, prefixed with the role.' })
  name!: string;

  @Field({ description: 'Module or action plugin.' })
  action!: string;

  @Field(() => String, { nullable: true, description: 'Name of its play.' })
  playName!: string | null;

  @Field({ description: 'Whether it is a handler.' })
  handler!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it started on its first host.' })
  startedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Its latest result; null without results.' })
  endedAt!: Date | null;

  @Field({
    description:
      'One character for each of `hostNames`: o ok, c changed, f failed, u unreachable, s skipped, i failed or ' +
      'unreachable and ignored, r failed and rescued, - no result.',
  })
  cells!: string;

  @Field(() => String, { nullable: true, description: 'The host on which it took longest; null if unknown.' })
  slowestHost!: string | null;

  @Field(() => Float, { nullable: true, description: 'Seconds it took there.' })
  slowestDuration!: number | null;

  @Field(() => Float, { nullable: true, description: 'Median duration over its hosts, in seconds.' })
  medianDuration!: number | null;
}

@ObjectType({ description: 'Outcomes of all tasks of a run on all hosts.' })
export class RunMatrix {
  @Field(() => [String], { description: 'The hosts of the run, by name.' })
  hostNames!: string[];

  @Field(() => [MatrixTask], { description: 'Its tasks and handlers, in their order.' })
  tasks!: MatrixTask[];
}

@ArgsType()
export class RunMatrixArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'Only tasks with this sequence number or a later one, for polling while the run is in progress.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  fromTask?: number | null;
}
