import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'What a failed or unreachable result tells about its cause.' })
export class Failure {
  runId!: string;
  seq!: number;

  @Field(() => ID, { nullable: true, description: 'Fingerprint of its group; null until its task is known.' })
  fingerprint!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Label of the first item that failed, its first 200 characters; null when the task is no loop.',
  })
  item!: string | null;

  @Field(() => Int, { nullable: true, description: 'How many items failed; null when the task is no loop.' })
  failedItems!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Return code of the command or module, or of the first item that failed.',
  })
  rc!: number | null;

  @Field(() => String, {
    nullable: true,
    complexity: 2,
    description: 'What it wrote to standard error, the last 2,000 characters; of a loop, the first item that failed.',
  })
  stderr!: string | null;
}
