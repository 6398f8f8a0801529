import { Field, Float, GraphQLISODateTime, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
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
    ok: { description: 'Fine, and nothing changed.' },
    changed: { description: 'Fine, and something changed.' },
    failed: { description: 'Failed; see also ignored and rescued.' },
    unreachable: { description: 'The host could not be reached.' },
    skipped: { description: 'A condition was not met.' },
  },
});

@ObjectType({ description: 'One item of a loop.' })
export class TaskResultItem {
  @Field(() => Int, { description: 'Place in the loop, from 0.' })
  index!: number;

  @Field(() => ResultStatus, { description: 'Outcome of this item.' })
  status!: ResultStatus;

  @Field(() => JsonScalar, { nullable: true, description: 'The item, or the label that loop_control gives it.' })
  label!: unknown;

  @Field(() => JsonScalar, { description: 'What the module returned for it.' })
  result!: unknown;
}

@ObjectType('TaskResult', {
  implements: () => [NodeInterface],
  description: 'What a task did on a host. A loop gives one result, with its items inside.',
})
export class TaskResultType extends NodeInterface {
  readonly nodeType = 'TaskResult';

  @Field(() => Int, { description: 'Sequence number of its event in the run.' })
  seq!: number;

  @Field(() => ResultStatus, { description: 'Outcome.' })
  status!: ResultStatus;

  @Field({ description: 'Failed or unreachable, and ignore_errors or ignore_unreachable said to go on.' })
  ignored!: boolean;

  @Field({ description: 'Failed, and a rescue section took care of it.' })
  rescued!: boolean;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the task began on this host.' })
  startedAt!: Date | null;

  @Field(() => GraphQLISODateTime, { description: 'When it ended on this host.' })
  occurredAt!: Date;

  @Field(() => Float, { nullable: true, description: 'Seconds it took on this host.' })
  duration!: number | null;

  @Field(() => Int, { nullable: true, description: 'How often an until loop tried; null for other tasks.' })
  attempts!: number | null;

  @Field(() => Int, { nullable: true, description: 'Number of items; null when the task is no loop.' })
  itemCount!: number | null;

  @Field(() => String, { nullable: true, description: 'The host that did the work in place of `host` (delegate_to).' })
  delegatedTo!: string | null;

  @Field(() => String, {
    nullable: true,
    complexity: 2,
    description: 'Of a failed or unreachable result: what it says, its first 2,000 characters.',
  })
  message!: string | null;

  @Field({ description: 'Inventory name of the host.' })
  hostName!: string;

  @Field(() => TaskType, { nullable: true, description: 'The task; null while its own event has not come.' })
  task!: TaskType | null;

  runId!: string;
}

export const TaskResults = connectionOf(TaskResultType, 'TaskResult');
export const TaskResultItems = connectionOf(TaskResultItem);
