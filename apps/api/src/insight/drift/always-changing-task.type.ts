import { Field, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType({ description: 'A host that a task changes each time.' })
export class AlwaysChangedHost {
  @Field({ description: 'Inventory name of the host.' })
  host!: string;

  @Field(() => Int, { description: 'How many of its latest real runs there changed it in a row: up to 20.' })
  runs!: number;
}

@ObjectType({ description: 'A task that reports a change in every run, whether or not there was anything to change.' })
export class AlwaysChangingTask {
  @Field({ description: 'The service that the task belongs to.' })
  service!: string;

  @Field({ description: 'Name of the task, prefixed with its role.' })
  task!: string;

  @Field({ description: 'Its module or action plugin.' })
  module!: string;

  @Field(() => DateTimeScalar, { description: 'When it last ran.' })
  lastAt!: Date;

  @Field(() => [AlwaysChangedHost], { description: 'The hosts, those with the most runs first.' })
  hosts!: AlwaysChangedHost[];
}

export const AlwaysChangingTasks = connectionOf(AlwaysChangingTask);
