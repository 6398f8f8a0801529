import { Field, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { DeploymentHostOutcome } from '../deployments/deployment-host.type.js';

@ObjectType({
  description:
    'A real deployment that has worked on a host and did not come to its end there: it failed, was interrupted, ' +
    'lost the host, or is still running.',
})
export class UnfinishedDeployment {
  runId!: string;

  @Field(() => DeploymentHostOutcome, { description: 'How it stands: never `ok` or `changed`.' })
  outcome!: DeploymentHostOutcome;

  @Field(() => String, { nullable: true, description: 'Its action.' })
  action!: string | null;

  @Field(() => DateTimeScalar, { description: 'Its last result on the host.' })
  at!: Date;
}
