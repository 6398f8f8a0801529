import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { JsonScalar } from '../../graphql/relay/json.scalar.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';
import { TaskType } from '../tasks/task.type.js';

export enum ResultStatus {
  ok = 'ok',
  changed = 'changed',
  failed = 'failed',
  unreachable = 'unreachable',
  skipped = 'skipped',
}

registerEnumType(ResultStatus, {
  name: 'ResultStatus',
  description: 'Outcome of a task on a host.',
  valuesMap: {
    ok: { description: 'Successful, and nothing changed.' },
    changed: { description: 'Successful, and something changed.' },
    failed: { description: 'Failed; see also ignored and rescued.' },
    unreachable: { description: 'The host could not be reached.' },
    skipped: { description: 'Skipped because a condition was not met.' },
  },
});

@ObjectType({ description: 'One item of a loop.' })
export class TaskResultItem {
  @Field(() => Int, { description: 'Index in the loop, from 0.' })
  index!: number;

  @Field(() => ResultStatus, { description: 'Outcome of this item.' })
  status!: ResultStatus;

  @Field(() => JsonScalar, { nullable: true, description: 'The item, or its label from loop_control.' })
  label!: unknown;

  @Field(() => String, { nullable: true, description: 'The host that ran it instead of the host of the result.' })
  delegatedTo!: string | null;

  @Field(() => JsonScalar, { description: 'What the module returned for it.' })
  result!: unknown;
}

@ObjectType('TaskResult', {
  implements: () => [NodeInterface],
  description: 'Result of a task on a host. A loop has one result, which contains its items.',
})
export class TaskResultType extends NodeInterface {
  readonly nodeType = 'TaskResult';

  @Field(() => Int, { description: 'Sequence number of its event in the run.' })
  seq!: number;

  @Field(() => ResultStatus, { description: 'Outcome.' })
  status!: ResultStatus;

  @Field({ description: 'Failed or unreachable, but ignored because of ignore_errors or ignore_unreachable.' })
  ignored!: boolean;

  @Field({ description: 'Failed, and handled by a rescue section.' })
  rescued!: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the task started on this host.' })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When it ended on this host.' })
  occurredAt!: Date;

  @Field(() => Float, { nullable: true, description: 'Seconds it took on this host.' })
  duration!: number | null;

  @Field(() => Int, { nullable: true, description: 'Number of attempts of an until loop; null for other tasks.' })
  attempts!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of items, also of those left out; null if the task is not a loop.',
  })
  itemCount!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The host that ran the task instead of `hostName` (delegate_to). Of a loop, the one that ran all items; ' +
      'null if they ran on several hosts: see `delegates`.',
  })
  delegatedTo!: string | null;

  @Field(() => [String], {
    complexity: 2,
    description:
      'All hosts that ran the task, or items of its loop, instead of `hostName`. `items` says which ran what. ' +
      'Older plugins do not tell them of items that ran on different hosts.',
  })
  delegates!: string[];

  @Field(() => String, {
    nullable: true,
    complexity: 2,
    description: 'Message of a failed or unreachable result, its first 2,000 characters.',
  })
  message!: string | null;

  @Field({ description: 'Inventory name of the host.' })
  hostName!: string;

  @Field(() => TaskType, { nullable: true, description: 'The task; null until its own event has arrived.' })
  task!: TaskType | null;

  runId!: string;
}

export const TaskResults = connectionOf(TaskResultType, 'TaskResult');
export const TaskResultItems = connectionOf(TaskResultItem);
