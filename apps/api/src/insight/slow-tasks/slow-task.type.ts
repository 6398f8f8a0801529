import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({
  description:
    "A task and its duration in runs, measured as by Ansible's profile_tasks from its header to the next " +
    'one, summed over all its occurrences in a run.',
})
export class SlowTask {
  @Field({ description: 'Name of the task, prefixed with its role.' })
  task!: string;

  @Field({ description: 'Its module or action plugin.' })
  module!: string;

  @Field(() => String, { nullable: true, description: 'Role that it belongs to.' })
  role!: string | null;

  @Field(() => Int, { description: 'Runs that reached it.' })
  runs!: number;

  @Field(() => Float, { description: 'Total duration in these runs, in seconds.' })
  total!: number;

  @Field(() => Float, { description: 'Median duration in these runs, in seconds.' })
  median!: number;

  @Field(() => Float, { description: 'Longest duration in a run, in seconds.' })
  longest!: number;

  @Field(() => ID, { description: 'UUID of that run.' })
  longestRunUuid!: string;
}
