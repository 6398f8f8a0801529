import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType('Retention', {
  description: 'Runs whose details were removed because of a retention policy. A signed record names them.',
})
export class RetentionType {
  @Field(() => ID, { description: 'Number of the retention.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: "When, by the server's clock." })
  droppedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the removal was complete; null while it is in progress.',
  })
  finishedAt!: Date | null;

  @Field({ description: 'The applied rules, as in PLAYLEDGER_RETENTION.' })
  policy!: string;

  @Field(() => Int, { description: 'Number of runs whose details were removed.' })
  runs!: number;

  @Field(() => Float, { description: 'Number of removed task results.' })
  results!: number;

  @Field(() => Boolean, {
    description: 'Whether it is signed. Removals by versions that did not sign retention are not.',
  })
  isSigned!: boolean;
}

export const Retentions = connectionOf(RetentionType, 'Retention');
