import { Field, ObjectType } from '@nestjs/graphql';

/** A git repository as the plugin found it when the run started. */
@ObjectType({ description: 'What was checked out in a git repository when the run started.' })
export class Repository {
  @Field({ description: 'Its directory on the controller.' })
  path!: string;

  @Field(() => String, { nullable: true, description: 'The commit; null in a repository without one.' })
  commit!: string | null;

  @Field(() => String, { nullable: true, description: 'The branch; null where a commit or tag was checked out.' })
  branch!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "URL of the branch's remote, else of origin, with credentials redacted; null if there is none.",
  })
  remote!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether files differed from the commit or were not in it, apart from ignored ones. null if unknown: git ' +
      'is not installed there, was too slow, or distrusts the owner of the repository.',
  })
  dirty!: boolean | null;
}
