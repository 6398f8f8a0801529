import { Field, Float, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({
  description:
    'Progress of a run, measured by the last comparable run that completed: same playbook, action, tags, ' +
    'limit and mode.',
})
export class RunProgress {
  similarRunId!: string;

  @Field(() => Float, { description: 'Results so far as a fraction of those of the comparable run, from 0 to 1.' })
  part!: number;

  @Field(() => Int, { description: 'Number of results of the comparable run.' })
  expectedResults!: number;

  @Field(() => Float, { description: 'Duration of the comparable run in seconds.' })
  expectedDuration!: number;
}
