import { Field, Float, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { ResultCounts } from '../../run/runs/counts.type.js';
import { HostType } from '../hosts/host.type.js';

export enum DeploymentHostOutcome {
  ok = 'ok',
  changed = 'changed',
  failed = 'failed',
  unreachable = 'unreachable',
  running = 'running',
  interrupted = 'interrupted',
}

registerEnumType(DeploymentHostOutcome, {
  name: 'DeploymentHostOutcome',
  description: 'Outcome of a deployment on a host.',
  valuesMap: {
    ok: { description: 'Nothing had to be changed.' },
    changed: { description: 'Something changed, and nothing failed.' },
    failed: { description: 'A task failed, and the failure was neither ignored nor rescued.' },
    unreachable: { description: 'The host became unreachable: it does not count as deployed.' },
    running: { description: 'The run goes on, and nothing has failed so far.' },
    interrupted: { description: 'The run broke off, and nothing had failed until then.' },
  },
});

@ObjectType({ description: "A container as a deployment left it, according to the arguments of kolla's module." })
export class Container {
  @Field(() => String, { nullable: true, description: 'Its name; null for an image that was only pulled.' })
  name!: string | null;

  @Field({ description: 'Full reference of its image, with registry, tag and digest.' })
  image!: string;

  @Field(() => String, { nullable: true, description: 'Tag of the image.' })
  tag!: string | null;

  @Field({
    description:
      'Whether it was started with this image or was already running with it. false: a difference was found, ' +
      'but the run reports no start.',
  })
  confirmed!: boolean;
}

@ObjectType({ description: 'What one run did to one service on one host.' })
export class DeploymentHost {
  runId!: string;

  @Field({ description: 'The service.' })
  service!: string;

  @Field(() => HostType, { description: 'The host.' })
  host!: HostType;

  @Field(() => String, { nullable: true, description: '`deploy`, `upgrade`, `stop`, ...' })
  action!: string | null;

  @Field(() => String, { nullable: true, description: 'The release.' })
  release!: string | null;

  @Field({ description: 'Whether it only predicted changes (--check).' })
  checkMode!: boolean;

  @Field({
    description:
      'Whether the host was reachable throughout and tasks ran on it. false also where the run had lost it before.',
  })
  deployed!: boolean;

  @Field(() => DeploymentHostOutcome, { description: 'The outcome.' })
  outcome!: DeploymentHostOutcome;

  @Field(() => String, {
    nullable: true,
    description: 'The common tag of its containers, else the tag of the container named like the service.',
  })
  imageTag!: string | null;

  @Field(() => [Container], { description: 'Its containers, by name.' })
  containers!: Container[];

  @Field(() => DateTimeScalar, {
    description: "Start of the service's first task on the host, or of the task that lost it before.",
  })
  startedAt!: Date;

  @Field(() => DateTimeScalar, { description: "End of the service's last result on the host." })
  endedAt!: Date;

  @Field(() => Float, { description: 'Seconds from its start to its end.' })
  duration!: number;

  @Field(() => ResultCounts, { description: "Results of the service's tasks on the host by status." })
  resultCounts!: ResultCounts;
}

export const DeploymentHosts = connectionOf(DeploymentHost);
