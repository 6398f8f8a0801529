import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { TaskType } from '../../run/tasks/task.type.js';

export enum ChangeDiffState {
  shown = 'shown',
  cut = 'cut',
  hidden = 'hidden',
  not_requested = 'not_requested',
  not_given = 'not_given',
}

registerEnumType(ChangeDiffState, {
  name: 'ChangeDiffState',
  description: 'Whether a change has a diff, and why not.',
  valuesMap: {
    shown: { description: 'There is a diff, and `text` contains all of it.' },
    cut: {
      description: 'There is a diff, but `text` is only its beginning, or omits what is binary, hidden or too large.',
    },
    hidden: { description: 'Ansible was told to hide the result (no_log).' },
    not_requested: { description: 'The run did not have --diff, and the module returned no diff on its own.' },
    not_given: { description: 'The run had --diff, but the module returned no diff.' },
  },
});

@ObjectType({ description: 'The diff of a change, or why there is none.' })
export class ChangeDiff {
  @Field(() => ChangeDiffState, { description: 'Whether there is a diff, and why not.' })
  state!: ChangeDiffState;

  @Field(() => String, {
    nullable: true,
    complexity: 4,
    description:
      'Unified diff, for loops item by item: the first 4,000 characters. The body of the result contains all ' +
      'of it.',
  })
  text!: string | null;
}

@ObjectType('Change', {
  description: 'A task result that changed a host, with the operator and the commit it came from.',
})
export class ChangeType {
  runId!: string;

  @Field(() => ID, { description: 'Id of the TaskResult; `taskResult(id)` returns its full body.' })
  resultId!: string;

  @Field(() => DateTimeScalar, { description: "When the task ended on the host, by the controller's clock." })
  occurredAt!: Date;

  @Field({ description: 'Inventory name of the host.' })
  hostName!: string;

  @Field(() => [String], {
    complexity: 2,
    description: 'Hosts that ran the task, or items of its loop, instead of `hostName` (delegate_to): changed there.',
  })
  delegates!: string[];

  @Field(() => String, { nullable: true, description: 'The service that the task belongs to; null if to none.' })
  service!: string | null;

  @Field(() => String, { nullable: true, description: 'Environment of the run.' })
  environment!: string | null;

  @Field(() => String, { nullable: true, description: 'Action of the run: deploy, reconfigure, upgrade, ...' })
  action!: string | null;

  @Field(() => String, { nullable: true, description: 'Who started the run: a person, as far as known.' })
  operator!: string | null;

  @Field(() => String, { nullable: true, description: 'Commit of the configuration that the run came from.' })
  configurationCommit!: string | null;

  @Field({ description: 'Whether the change was only predicted (--check).' })
  checkMode!: boolean;

  @Field(() => TaskType, { nullable: true, description: 'The task; null until its own event has arrived.' })
  task!: TaskType | null;

  @Field(() => ChangeDiff, { description: 'What was changed.' })
  diff!: ChangeDiff;
}

export const Changes = connectionOf(ChangeType, 'Change');
