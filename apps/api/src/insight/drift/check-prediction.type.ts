import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';

export enum PredictionVerdict {
  happened = 'happened',
  did_not_happen = 'did_not_happen',
  not_predicted = 'not_predicted',
  not_checked = 'not_checked',
}

registerEnumType(PredictionVerdict, {
  name: 'PredictionVerdict',
  description: 'What became of the prediction of a run in check mode.',
  valuesMap: {
    happened: { description: 'Check mode predicted a change, and it happened.' },
    did_not_happen: { description: 'Check mode predicted a change, and there was none, or the task did not run.' },
    not_predicted: { description: 'Check mode ran the task and predicted no change, and there was one.' },
    not_checked: { description: 'There was a change, and check mode had skipped the task or not come to it.' },
  },
});

@ObjectType({ description: 'A task on a host, predicted and then real.' })
export class PredictedTask {
  @Field({ description: 'Name of the task, with the role before it.' })
  task!: string;

  @Field({ description: 'Its module or action plugin.' })
  module!: string;

  @Field({ description: 'Inventory name of the host.' })
  host!: string;

  @Field(() => PredictionVerdict, { description: 'What became of the prediction.' })
  verdict!: PredictionVerdict;
}

@ObjectType({ description: 'What a run in check mode predicted for a service, and what the next real run then did.' })
export class CheckPrediction {
  @Field({ description: 'The service.' })
  service!: string;

  @Field(() => Int, { description: 'Changes predicted that happened.' })
  happened!: number;

  @Field(() => Int, { description: 'Changes predicted that did not happen.' })
  didNotHappen!: number;

  @Field(() => Int, { description: 'Changes that happened although the task was checked and none was predicted.' })
  notPredicted!: number;

  @Field(() => Int, { description: 'Changes of tasks that check mode had skipped or not come to.' })
  notChecked!: number;

  /** null while there was no real run of the same action, service and hosts. */
  nextRunId!: string | null;

  allTasks!: PredictedTask[];
}

export const PredictedTasks = connectionOf(PredictedTask);
