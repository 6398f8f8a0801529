import { Field, ObjectType } from '@nestjs/graphql';
import { DeploymentHostOutcome } from '../../fleet/deployments/deployment-host.type.js';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

@ObjectType({
  description: 'A host that missed the last real deployment of a service in its environment.',
})
export class HostBehind {
  @Field({ description: 'The service.' })
  service!: string;

  @Field({ description: 'Inventory name of the host.' })
  host!: string;

  @Field(() => String, { nullable: true, description: 'Environment of both deployments.' })
  environment!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the service was last deployed there.' })
  deployedAt!: Date;

  @Field(() => String, { nullable: true, description: 'Tag of its image since then.' })
  imageTag!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the last deployment of the service started.' })
  lastDeploymentAt!: Date;

  @Field(() => [String], { description: 'Tags of the images of the last deployment.' })
  lastImageTags!: string[];

  @Field(() => DeploymentHostOutcome, {
    nullable: true,
    description: 'Outcome of the last deployment there, such as `unreachable`; null if the host was not part of it.',
  })
  lastOutcome!: DeploymentHostOutcome | null;

  deployedRunId!: string;
  lastRunId!: string;
}

export const HostsBehind = connectionOf(HostBehind);
