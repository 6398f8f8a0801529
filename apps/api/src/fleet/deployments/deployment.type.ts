import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';
import { ResultCounts } from '../../run/runs/counts.type.js';

export enum DeploymentOutcome {
  running = 'running',
  completed = 'completed',
  failed = 'failed',
  interrupted = 'interrupted',
}

registerEnumType(DeploymentOutcome, {
  name: 'DeploymentOutcome',
  description: 'Outcome of a deployment of a service. Other services in the same run may have another outcome.',
  valuesMap: {
    running: { description: 'Its run is in progress, and no host has failed so far.' },
    completed: { description: 'No host failed or was unreachable.' },
    failed: { description: 'A host failed or was unreachable; ignored and rescued failures do not count.' },
    interrupted: { description: 'Its run was interrupted, and no host had failed.' },
  },
});

@ObjectType({
  description:
    'Where the derived fields of a deployment come from: the name of a variable or of another source. null ' +
    'where the field is null: nothing is guessed.',
})
export class DeploymentSources {
  @Field({
    description:
      '`role list of the play`, `role of the tasks`, or without roles `name of the play` or `name of the playbook`; ' +
      '`tags` or `name of the playbook` of a run that lost all hosts before it came to a service.',
  })
  service!: string;

  @Field(() => String, { nullable: true, description: '`kolla_action` (the extra variable) or `playbook`.' })
  action!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'An extra variable (`openstack_release`, `openstack_version`, `ceph_release`), `image path`, `image tag`, or the environment variable `OPENSTACK_VERSION`.',
  })
  release!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '`SUB` or `ENVIRONMENT` (environment variables of OSISM), or `working directory`.',
  })
  environment!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '`SUDO_USER`, a variable of the pipeline (`GITLAB_USER_LOGIN`, `GITHUB_ACTOR`, `ZUUL_UUID`, `BUILD_URL`), `OSISM request id`, or `user`.',
  })
  operator!: string | null;

  @Field(() => String, { nullable: true, description: '`git`, or `CI_COMMIT_SHA` or `GITHUB_SHA` of the pipeline.' })
  configurationCommit!: string | null;

  @Field(() => String, { nullable: true, description: '`kolla_container`: the arguments of that module.' })
  imageTags!: string | null;
}

@ObjectType('Deployment', {
  implements: () => [NodeInterface],
  description:
    'What one run did to one service. A run of `site.yml` has several deployments, a play that only gathers ' +
    'facts has none. A host counts if a task of the service ran there and was not skipped, or if the run ' +
    'had lost it (out of reach, or failed) before it came to the service.',
})
export class DeploymentType extends NodeInterface {
  readonly nodeType = 'Deployment';

  @Field({ description: 'The service: its name in kolla, else the role, else the play.' })
  service!: string;

  @Field(() => String, {
    nullable: true,
    description: '`deploy`, `reconfigure`, `upgrade`, `pull`, `stop`, ... as passed to kolla.',
  })
  action!: string | null;

  @Field(() => String, { nullable: true, description: "Release of OpenStack, or of Ceph for its daemons: '2025.2'." })
  release!: string | null;

  @Field(() => String, { nullable: true, description: "OSISM's environment: `kolla`, `ceph`, `infrastructure`, ..." })
  environment!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who started it: a person, or the request or build that a person triggered; `sources` says which.',
  })
  operator!: string | null;

  @Field(() => String, { nullable: true, description: 'Git commit of the configuration.' })
  configurationCommit!: string | null;

  @Field({ description: 'Whether it only predicted changes (--check).' })
  checkMode!: boolean;

  @Field({
    description:
      'Whether it counts for the state: not in check mode, and not an action that changes nothing that runs ' +
      '(pull, check, precheck, config, validate, backup).',
  })
  changesState!: boolean;

  @Field(() => DeploymentOutcome, { description: 'How it ended.' })
  outcome!: DeploymentOutcome;

  @Field(() => [String], { description: 'Tags of the images it should run or pull, without duplicates.' })
  imageTags!: string[];

  @Field(() => DateTimeScalar, { description: "Start of the service's first task, by the controller's clock." })
  startedAt!: Date;

  @Field(() => DateTimeScalar, { description: "End of the service's last result so far." })
  endedAt!: Date;

  @Field(() => Float, { description: 'Seconds from its start to its end.' })
  duration!: number;

  @Field(() => Int, { description: 'Number of hosts on which it was attempted, or that the run had lost before.' })
  hostCount!: number;

  @Field(() => Int, { description: 'Number of these hosts that were reachable throughout and not lost before.' })
  deployedHostCount!: number;

  @Field(() => ResultCounts, { description: "Results of the service's tasks by status, over its hosts." })
  resultCounts!: ResultCounts;

  @Field(() => DeploymentSources, { description: 'Where its derived fields come from.' })
  sources!: DeploymentSources;

  runId!: string;
}

export const Deployments = connectionOf(DeploymentType, 'Deployment');
