import { Field, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Runs whose changes are no longer listed: retention has dropped their details.' })
export class DroppedChanges {
  @Field(() => Int, {
    description:
      'Runs that changed something, and may have had what the filter asks for: their details would tell more.',
  })
  runs!: number;

  @Field(() => GraphQLISODateTime, { description: "When the first of them began, by its controller's clock." })
  firstStartedAt!: Date;

  @Field(() => GraphQLISODateTime, { description: "When the last of them began, by its controller's clock." })
  lastStartedAt!: Date;

  @Field(() => GraphQLISODateTime, { description: 'When retention dropped details of them last, by our clock.' })
  lastDroppedAt!: Date;
}
