import { Field, Float, GraphQLISODateTime, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { ResultCounts } from '../../run/runs/counts.type.js';
import { HostType } from '../hosts/host.type.js';

export enum DeploymentHostOutcome {
  ok = 'ok',
  changed = 'changed',
  failed = 'failed',
  unreachable = 'unreachable',
}

registerEnumType(DeploymentHostOutcome, {
  name: 'DeploymentHostOutcome',
  description: 'What came of a service on a host.',
  valuesMap: {
    ok: { description: 'All was as it should be.' },
    changed: { description: 'Something was changed, and nothing failed.' },
    failed: { description: 'A task failed, and that was neither ignored nor rescued.' },
    unreachable: { description: 'The host was lost: it does not count as deployed.' },
  },
});

@ObjectType({ description: "A container as a deployment left it, by the arguments of kolla's module." })
export class Container {
  @Field(() => String, { nullable: true, description: 'Its name; null for an image that was only pulled.' })
  name!: string | null;

  @Field({ description: 'The whole reference of its image, with registry, tag and digest.' })
  image!: string;

  @Field(() => String, { nullable: true, description: 'Tag of the image.' })
  tag!: string | null;

  @Field({
    description:
      'Whether it was started with this image or found running with it. false: a difference was found, and the run tells of no start.',
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

  @Field({ description: 'Whether the host was reached throughout, and worked on.' })
  deployed!: boolean;

  @Field(() => DeploymentHostOutcome, { description: 'What came of it.' })
  outcome!: DeploymentHostOutcome;

  @Field(() => String, {
    nullable: true,
    description: 'The tag that its containers share, else that of the container with the name of the service.',
  })
  imageTag!: string | null;

  @Field(() => [Container], { description: 'Its containers, by name.' })
  containers!: Container[];

  @Field(() => GraphQLISODateTime, { description: "Start of the service's first task on the host." })
  startedAt!: Date;

  @Field(() => GraphQLISODateTime, { description: "End of the service's last result on the host." })
  endedAt!: Date;

  @Field(() => Float, { description: 'Seconds from its start to its end.' })
  duration!: number;

  @Field(() => ResultCounts, { description: "Results of the service's tasks on the host by status." })
  resultCounts!: ResultCounts;
}

export const DeploymentHosts = connectionOf(DeploymentHost);
