import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';

@ObjectType('Retention', {
  description: 'Runs whose details were dropped, because a policy keeps them no longer. A signed record names them.',
})
export class RetentionType {
  @Field(() => ID, { description: 'Number of the retention.' })
  id!: string;

  @Field(() => GraphQLISODateTime, { description: 'When, by our clock.' })
  droppedAt!: Date;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When nothing was left of their details; null while a worker is at it.',
  })
  finishedAt!: Date | null;

  @Field({ description: 'By which rules, as in PLAYLEDGER_RETENTION.' })
  policy!: string;

  @Field(() => Int, { description: 'Runs whose details went.' })
  runs!: number;

  @Field(() => Float, { description: 'Task results that went.' })
  results!: number;

  @Field(() => Boolean, { description: 'Whether it is signed; not so what was dropped before retention was signed.' })
  isSigned!: boolean;
}

export const Retentions = connectionOf(RetentionType, 'Retention');
