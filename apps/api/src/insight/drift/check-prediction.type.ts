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
  description: 'Whether a prediction of check mode came true.',
  valuesMap: {
    happened: { description: 'Check mode predicted a change, and it happened.' },
    did_not_happen: { description: 'Check mode predicted a change, but there was none, or the task did not run.' },
    not_predicted: { description: 'Check mode ran the task and predicted no change, but there was one.' },
    not_checked: { description: 'There was a change, but check mode had skipped the task or did not reach it.' },
  },
});

@ObjectType({ description: 'A task on a host: the prediction and what happened.' })
export class PredictedTask {
  @Field({ description: 'Name of the task, prefixed with its role.' })
  task!: string;

  @Field({ description: 'Its module or action plugin.' })
  module!: string;

  @Field({ description: 'Inventory name of the host.' })
  host!: string;

  @Field(() => PredictionVerdict, { description: 'Whether the prediction came true.' })
  verdict!: PredictionVerdict;
}

@ObjectType({ description: 'What a run in check mode predicted for a service, and what the next real run did.' })
export class CheckPrediction {
  @Field({ description: 'The service.' })
  service!: string;

  @Field(() => Int, { description: 'Changes predicted that happened.' })
  happened!: number;

  @Field(() => Int, { description: 'Changes predicted that did not happen.' })
  didNotHappen!: number;

  @Field(() => Int, { description: 'Changes that happened although check mode ran the task and predicted none.' })
  notPredicted!: number;

  @Field(() => Int, { description: 'Changes by tasks that check mode skipped or did not reach.' })
  notChecked!: number;

  /** null while there was no real run of the same action, service and hosts. */
  nextRunId!: string | null;

  allTasks!: PredictedTask[];
}

export const PredictedTasks = connectionOf(PredictedTask);
