import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType({ description: 'A host on which a task is flaky.' })
export class FlakyHost {
  @Field({ description: 'Inventory name of the host.' })
  host!: string;

  @Field(() => Int, {
    description: 'Real runs of the period in which it failed there without being ignored or rescued.',
  })
  failures!: number;

  @Field(() => Int, { description: 'Real runs of the period in which it succeeded there.' })
  passes!: number;

  @Field(() => DateTimeScalar, { description: 'When it last failed there.' })
  lastFailedAt!: Date;
}

@ObjectType({ description: 'A task that fails in some real runs and succeeds in others, on the same host.' })
export class FlakyTask {
  @Field({ description: 'Name of the task, prefixed with its role.' })
  task!: string;

  @Field({ description: 'Its module or action plugin.' })
  module!: string;

  @Field(() => String, { nullable: true, description: 'The service it belonged to when it failed.' })
  service!: string | null;

  @Field(() => Int, { description: 'Its failures on all of these hosts.' })
  failures!: number;

  @Field(() => [FlakyHost], { description: 'The hosts, those with the most failures first.' })
  hosts!: FlakyHost[];
}
