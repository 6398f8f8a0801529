import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({
  description:
    "A task and how long runs were at it: as in Ansible's profile_tasks, from its header to the next one, all its turns in a run together.",
})
export class SlowTask {
  @Field({ description: 'Name of the task, with the role before it.' })
  task!: string;

  @Field({ description: 'Its module or action plugin.' })
  module!: string;

  @Field(() => String, { nullable: true, description: 'Role that it belongs to.' })
  role!: string | null;

  @Field(() => Int, { description: 'Runs that came to it.' })
  runs!: number;

  @Field(() => Float, { description: 'Seconds in all of these runs.' })
  total!: number;

  @Field(() => Float, { description: 'Seconds that half of these runs took at most.' })
  median!: number;

  @Field(() => Float, { description: 'Seconds of the run that took longest.' })
  longest!: number;

  @Field(() => ID, { description: 'UUID of that run.' })
  longestRunUuid!: string;
}
