import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

export enum TroubledStep {
  fold = 'fold',
  derive = 'derive',
  group = 'group',
}

registerEnumType(TroubledStep, {
  name: 'TroubledStep',
  description: 'What is done with the events of a run, one after the other.',
  valuesMap: {
    fold: { description: 'Its tasks and results are read from them. What has not been folded is not shown.' },
    derive: { description: 'Origin, deployments, drift, statistics and search are derived from the run as a whole.' },
    group: { description: 'Its failures are put into groups.' },
  },
});

@ObjectType({ description: 'Something that the server could not do with a run at its last try.' })
export class RunTrouble {
  @Field(() => TroubledStep, { description: 'What it could not do.' })
  step!: TroubledStep;

  @Field(() => String, { description: 'The error of the last try, up to 2,000 characters.' })
  message!: string;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => DateTimeScalar, { description: 'When it failed first.' })
  firstAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it failed last.' })
  lastAt!: Date;

  @Field(() => Boolean, {
    description:
      'Whether it is tried again only if somebody wants it: by replaying the dead letter `fold_stopped`, or by ' +
      '`npm run ledger -- rebuild --run UUID`. Else it is tried again with the next events of the run.',
  })
  stopped!: boolean;
}
