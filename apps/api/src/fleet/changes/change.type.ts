import { Field, GraphQLISODateTime, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
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
    shown: { description: 'There is one, and `text` is all of it.' },
    cut: {
      description: 'There is one, and `text` is its beginning, or leaves out what is binary, hidden or too large.',
    },
    hidden: { description: 'Ansible was told to hide the result (no_log).' },
    not_requested: { description: 'The run was not asked for diffs (--diff), and the module gave none by itself.' },
    not_given: { description: 'The run was asked for diffs, and the module gave none.' },
  },
});

@ObjectType({ description: 'What a change changed, or why that is not told.' })
export class ChangeDiff {
  @Field(() => ChangeDiffState, { description: 'Whether there is a diff, and why not.' })
  state!: ChangeDiffState;

  @Field(() => String, {
    nullable: true,
    complexity: 4,
    description: "Unified diff, of a loop item by item: its first 4,000 characters. The result's body has all of it.",
  })
  text!: string | null;
}

@ObjectType('Change', { description: 'A task that changed something on a host, with who did it and from what.' })
export class ChangeType {
  runId!: string;

  @Field(() => ID, { description: 'Id of the TaskResult: `taskResult(id)` has its whole body.' })
  resultId!: string;

  @Field(() => GraphQLISODateTime, { description: "When the task ended on the host, by the controller's clock." })
  occurredAt!: Date;

  @Field({ description: 'Inventory name of the host.' })
  hostName!: string;

  @Field(() => String, { nullable: true, description: 'The service that the task works for; null when for none.' })
  service!: string | null;

  @Field(() => String, { nullable: true, description: 'Environment of the run.' })
  environment!: string | null;

  @Field(() => String, { nullable: true, description: 'What the run was to do: deploy, reconfigure, upgrade, ...' })
  action!: string | null;

  @Field(() => String, { nullable: true, description: 'Who started the run, as near to a human as is known.' })
  operator!: string | null;

  @Field(() => String, { nullable: true, description: 'Commit of the configuration that the run came from.' })
  configurationCommit!: string | null;

  @Field({ description: 'Whether the change was only predicted (--check).' })
  checkMode!: boolean;

  @Field(() => TaskType, { nullable: true, description: 'The task; null while its own event has not come.' })
  task!: TaskType | null;

  @Field(() => ChangeDiff, { description: 'What was changed.' })
  diff!: ChangeDiff;
}

export const Changes = connectionOf(ChangeType, 'Change');
