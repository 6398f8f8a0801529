import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'How many changes there were in one group.' })
export class ChangeCount {
  @Field(() => String, {
    nullable: true,
    description: 'What the group is: a day in UTC as 2026-11-22, or the name of what was counted by; null for none.',
  })
  key!: string | null;

  @Field(() => Int, { description: 'Changed results.' })
  changes!: number;

  @Field(() => Int, { description: 'Runs that had them.' })
  runs!: number;
}
