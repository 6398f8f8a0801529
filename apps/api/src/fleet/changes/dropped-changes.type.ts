import { Field, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Runs whose changes are no longer listed because retention removed their details.' })
export class DroppedChanges {
  @Field(() => Int, {
    description: 'Runs with changes that may match the filter; without their details this is unknown.',
  })
  runs!: number;

  @Field(() => GraphQLISODateTime, { description: "When the first of them started, by its controller's clock." })
  firstStartedAt!: Date;

  @Field(() => GraphQLISODateTime, { description: "When the last of them started, by its controller's clock." })
  lastStartedAt!: Date;

  @Field(() => GraphQLISODateTime, {
    description: "When retention last removed details of them, by the server's clock.",
  })
  lastDroppedAt!: Date;
}
