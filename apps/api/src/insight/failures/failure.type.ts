import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'The cause of a failed or unreachable result, as far as the result shows it.' })
export class Failure {
  runId!: string;
  seq!: number;

  @Field(() => ID, { nullable: true, description: 'Fingerprint of its group; null until its task is known.' })
  fingerprint!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Label of the first failed item, its first 200 characters; null if the task is not a loop.',
  })
  item!: string | null;

  @Field(() => Int, { nullable: true, description: 'Number of failed items; null if the task is not a loop.' })
  failedItems!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Return code of the command or module, or of the first failed item.',
  })
  rc!: number | null;

  @Field(() => String, {
    nullable: true,
    complexity: 2,
    description: 'Standard error output, its last 2,000 characters; for loops, of the first failed item.',
  })
  stderr!: string | null;
}
