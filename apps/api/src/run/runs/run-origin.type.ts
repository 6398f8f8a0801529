import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Where the fields of a run origin come from; null where the field is null.' })
export class RunOriginSources {
  @Field(() => String, { nullable: true, description: '`SUB`, `ENVIRONMENT` or `working directory`.' })
  environment!: string | null;

  @Field(() => String, { nullable: true, description: '`kolla_action` (the extra variable) or `playbook`.' })
  action!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '`SUDO_USER`, a variable of the pipeline (`GITLAB_USER_LOGIN`, `GITHUB_ACTOR`, `ZUUL_UUID`, `BUILD_URL`), `OSISM request id`, or `user`.',
  })
  operator!: string | null;

  @Field(() => String, { nullable: true, description: '`git`, or `CI_COMMIT_SHA` or `GITHUB_SHA` of the pipeline.' })
  configurationCommit!: string | null;
}

@ObjectType({ description: 'Operator, environment, action and commit of a run: derived, and null if unknown.' })
export class RunOrigin {
  @Field(() => String, { nullable: true, description: "OSISM's environment: `kolla`, `ceph`, `infrastructure`, ..." })
  environment!: string | null;

  @Field(() => String, { nullable: true, description: '`deploy`, `reconfigure`, `upgrade`, `pull`, `stop`, ...' })
  action!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who started it: a person, or the request or build that a person triggered; `sources` says which.',
  })
  operator!: string | null;

  @Field(() => String, { nullable: true, description: 'Git commit of the configuration.' })
  configurationCommit!: string | null;

  @Field(() => RunOriginSources, { description: 'Where the fields come from.' })
  sources!: RunOriginSources;
}
