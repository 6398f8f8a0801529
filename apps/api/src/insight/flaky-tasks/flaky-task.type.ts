import { Field, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A host on which a task fails at times.' })
export class FlakyHost {
  @Field({ description: 'Inventory name of the host.' })
  host!: string;

  @Field(() => Int, { description: 'Real runs of the period in which it failed there, and nothing took care of it.' })
  failures!: number;

  @Field(() => Int, { description: 'Real runs of the period in which it passed there.' })
  passes!: number;

  @Field(() => GraphQLISODateTime, { description: 'When it failed there last.' })
  lastFailedAt!: Date;
}

@ObjectType({ description: 'A task that fails in some real runs and passes in others, on the same host.' })
export class FlakyTask {
  @Field({ description: 'Name of the task, with the role before it.' })
  task!: string;

  @Field({ description: 'Its module or action plugin.' })
  module!: string;

  @Field(() => String, { nullable: true, description: 'The service that it worked for when it failed.' })
  service!: string | null;

  @Field(() => Int, { description: 'Its failures on all of these hosts.' })
  failures!: number;

  @Field(() => [FlakyHost], { description: 'The hosts, those with most failures first.' })
  hosts!: FlakyHost[];
}
