import { Field, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';

@ObjectType('Task', {
  implements: () => [NodeInterface],
  description: "A TASK or RUNNING HANDLER header of Ansible's output.",
})
export class TaskType extends NodeInterface {
  readonly nodeType = 'Task';

  @Field(() => Int, { description: 'Sequence number of its event in the run.' })
  seq!: number;

  @Field({ description: "Ansible's uuid; the same for every time that Ansible runs the same task again." })
  uuid!: string;

  @Field({ description: 'Name, prefixed with the role.' })
  name!: string;

  @Field({ description: 'Module or action plugin.' })
  action!: string;

  @Field(() => String, { nullable: true, description: 'Role it belongs to.' })
  role!: string | null;

  @Field(() => String, { nullable: true, description: 'File that defines it, on the controller.' })
  path!: string | null;

  @Field(() => Int, { nullable: true, description: 'Line in that file.' })
  line!: number | null;

  @Field(() => [String], { description: 'Its tags.' })
  tags!: string[];

  @Field({ description: 'Whether its results are hidden (no_log).' })
  noLog!: boolean;

  @Field({ description: 'Whether it is a handler.' })
  handler!: boolean;

  @Field({ description: 'Whether it loops over items.' })
  loop!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it started on its first host.' })
  startedAt!: Date;
}

export const Tasks = connectionOf(TaskType, 'Task');
