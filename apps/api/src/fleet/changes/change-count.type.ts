import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'The number of changes in one group.' })
export class ChangeCount {
  @Field(() => String, {
    nullable: true,
    description: 'Key of the group: a day in UTC such as 2026-11-22, or a name; null for changes without one.',
  })
  key!: string | null;

  @Field(() => Int, { description: 'Changed results.' })
  changes!: number;

  @Field(() => Int, { description: 'Runs with these changes.' })
  runs!: number;
}
