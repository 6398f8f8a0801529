import { Field, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';

@ObjectType({ description: 'A host that a task changes each time.' })
export class AlwaysChangedHost {
  @Field({ description: 'Inventory name of the host.' })
  host!: string;

  @Field(() => Int, { description: 'How many of its last real runs there changed it, without a break: up to 20.' })
  runs!: number;
}

@ObjectType({ description: 'A task that reports a change on every run, whether there was anything to change or not.' })
export class AlwaysChangingTask {
  @Field({ description: 'The service that the task works for.' })
  service!: string;

  @Field({ description: 'Name of the task, with the role before it.' })
  task!: string;

  @Field({ description: 'Its module or action plugin.' })
  module!: string;

  @Field(() => GraphQLISODateTime, { description: 'When it ran last.' })
  lastAt!: Date;

  @Field(() => [AlwaysChangedHost], { description: 'The hosts, those with most runs first.' })
  hosts!: AlwaysChangedHost[];
}

export const AlwaysChangingTasks = connectionOf(AlwaysChangingTask);
