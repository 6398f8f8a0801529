import { ArgsType, Field, GraphQLISODateTime, ObjectType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { Container, DeploymentHostOutcome } from '../deployments/deployment-host.type.js';

@ObjectType({ description: 'What runs of a service on a host, by the last real deployment that reached it there.' })
export class ServiceState {
  readonly runId: string;

  @Field({ description: 'The service.' })
  readonly service: string;

  @Field({ description: 'Inventory name of the host.' })
  readonly host: string;

  @Field(() => String, { nullable: true, description: 'The action: after `stop` or `destroy` nothing runs.' })
  readonly action: string | null;

  @Field(() => DeploymentHostOutcome, { description: 'What came of it.' })
  readonly outcome: DeploymentHostOutcome;

  @Field(() => String, { nullable: true, description: 'The release.' })
  readonly release: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The tag that its containers share, else that of the container with the name of the service.',
  })
  readonly imageTag: string | null;

  @Field(() => [Container], { description: 'Its containers, by name; none after a stop, and where kolla has none.' })
  readonly containers: Container[];

  @Field({
    description:
      'Whether a container has another image here than the one of the same name that the service got last on any host; or whether the service is stopped here and not everywhere.',
  })
  readonly divergent: boolean;

  private readonly endedAt: string;

  /** Field by field, for there are thousands: to spread an object takes ten times as long. */
  constructor(alike: AlikeStates, place: number, divergent: boolean) {
    this.runId = alike.runId;
    this.service = alike.service;
    this.host = alike.hosts[place] ?? '';
    this.action = alike.action;
    this.outcome = alike.outcome;
    this.release = alike.release;
    this.imageTag = alike.imageTag;
    this.containers = alike.containers;
    this.divergent = divergent;
    this.endedAt = alike.endedAts[place] ?? '';
  }

  @Field(() => GraphQLISODateTime, { description: "When it was done on the host, by the controller's clock." })
  get deployedAt(): Date {
    return new Date(this.endedAt);
  }
}

/** The states of one service that one run left in the same way on several hosts. */
export interface AlikeStates extends Omit<ServiceState, 'divergent' | 'host' | 'deployedAt'> {
  hosts: string[];
  /** When it was done on each of these hosts, as JSON has times. */
  endedAts: string[];
  /** When it was done on the last of them, in seconds since 1970. */
  newestAt: number;
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
