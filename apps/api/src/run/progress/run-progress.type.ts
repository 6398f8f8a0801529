import { Field, Float, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({
  description:
    'How far a running run is, by the last one like it that completed: of the same playbook, action, tags, limit and mode.',
})
export class RunProgress {
  similarRunId!: string;

  @Field(() => Float, { description: 'Results so far as a part of those that the similar run had, from 0 to 1.' })
  part!: number;

  @Field(() => Int, { description: 'Results that the similar run had.' })
  expectedResults!: number;

  @Field(() => Float, { description: 'Seconds that the similar run took.' })
  expectedDuration!: number;
}
