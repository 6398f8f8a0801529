import { ArgsType, Field, GraphQLISODateTime, ObjectType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { Container, DeploymentHostOutcome } from '../deployments/deployment-host.type.js';

@ObjectType({ description: 'What runs of a service on a host, by the last real deployment that reached it there.' })
export class ServiceState {
  runId!: string;

  @Field({ description: 'The service.' })
  service!: string;

  @Field({ description: 'Inventory name of the host.' })
  host!: string;

  @Field(() => String, { nullable: true, description: 'The action: after `stop` or `destroy` nothing runs.' })
  action!: string | null;

  @Field(() => DeploymentHostOutcome, { description: 'What came of it.' })
  outcome!: DeploymentHostOutcome;

  @Field(() => String, { nullable: true, description: 'The release.' })
  release!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The tag that its containers share, else that of the container with the name of the service.',
  })
  imageTag!: string | null;

  @Field(() => [Container], { description: 'Its containers, by name; none after a stop, and where kolla has none.' })
  containers!: Container[];

  @Field(() => GraphQLISODateTime, { description: "When it was done on the host, by the controller's clock." })
  deployedAt!: Date;

  @Field({
    description:
      'Whether a container has another image here than the one of the same name that the service got last on any host; or whether the service is stopped here and not everywhere.',
  })
  divergent!: boolean;
}

@ArgsType()
export class StateMatrixArgs {
  @Field(() => String, { nullable: true, description: 'As deployments in exactly this environment left it.' })
  @IsOptional()
  environment?: string | null;

  @Field(() => String, { nullable: true, description: 'Only of exactly this service.' })
  @IsOptional()
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Only on the host of exactly this name.' })
  @IsOptional()
  host?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'As it was at this time; without it, as it is now.' })
  @IsOptional()
  at?: Date | null;
}
