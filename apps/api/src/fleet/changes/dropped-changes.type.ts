import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType({ description: 'Runs whose changes are no longer listed because retention removed their details.' })
export class DroppedChanges {
  @Field(() => Int, {
    description: 'Runs with changes that may match the filter; without their details this is unknown.',
  })
  runs!: number;

  @Field(() => DateTimeScalar, { description: "When the first of them started, by its controller's clock." })
  firstStartedAt!: Date;

  @Field(() => DateTimeScalar, { description: "When the last of them started, by its controller's clock." })
  lastStartedAt!: Date;

  @Field(() => DateTimeScalar, {
    description: "When retention last removed details of them, by the server's clock.",
  })
  lastDroppedAt!: Date;
}
