import { ArgsType, Field, Float, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, Min } from 'class-validator';

@ObjectType({ description: 'A task of a run, with its outcome on every host of the run.' })
export class MatrixTask {
  @Field(() => Int, { description: 'Sequence number of its event in the run.' })
  seq!: number;

  @Field({ description: 'Name, with the role before it.' })
  name!: string;

  @Field({ description: 'Module or action plugin.' })
  action!: string;

  @Field(() => String, { nullable: true, description: 'Name of its play.' })
  playName!: string | null;

  @Field({ description: 'Whether it is a handler.' })
  handler!: boolean;

  @Field(() => GraphQLISODateTime, { description: 'When it began on its first host.' })
  startedAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Its last result so far; null without results.' })
  endedAt!: Date | null;

  @Field({
    description:
      'A sign for each of `hostNames`: o ok, c changed, f failed, u unreachable, s skipped, i failed or unreachable and ignored, r failed and rescued, - no result.',
  })
  cells!: string;

  @Field(() => String, { nullable: true, description: 'The host on which it took longest; null when nothing tells.' })
  slowestHost!: string | null;

  @Field(() => Float, { nullable: true, description: 'Seconds it took there.' })
  slowestDuration!: number | null;

  @Field(() => Float, { nullable: true, description: 'Seconds it took on the host in the middle.' })
  medianDuration!: number | null;
}

@ObjectType({ description: 'What every task of a run did on every host, at a glance.' })
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
    description: 'Only tasks with this sequence number or a later one: what a page asks again while the run goes on.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  fromTask?: number | null;
}
