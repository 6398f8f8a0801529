import { ArgsType, Field, ObjectType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { objectOf } from '../../graphql/object-of.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';
import { Container, DeploymentHostOutcome } from '../deployments/deployment-host.type.js';
import { UnfinishedDeployment } from './unfinished-deployment.type.js';

@ObjectType({
  description:
    'State of a service on a host, as the last real deployment left it that came to its end there. Containers that a ' +
    'later one started before it broke off are told as it left them.',
})
export class ServiceState {
  readonly runId: string;

  @Field({ description: 'The service.' })
  readonly service: string;

  @Field({ description: 'Inventory name of the host.' })
  readonly host: string;

  @Field(() => String, { nullable: true, description: 'The action; after `stop` or `destroy` nothing runs.' })
  readonly action: string | null;

  @Field(() => DeploymentHostOutcome, { description: 'The outcome of the last real deployment, finished or not.' })
  readonly outcome: DeploymentHostOutcome;

  @Field(() => String, { nullable: true, description: 'The release.' })
  readonly release: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The common tag of its containers, else the tag of the container named like the service.',
  })
  readonly imageTag: string | null;

  @Field(() => [Container], {
    description: 'Its containers, by name; none after a stop, and for services without kolla containers.',
  })
  readonly containers: Container[];

  @Field({
    description:
      "Whether a container has another image here than the service's latest container of the same name on any " +
      'host, whether the service is stopped here but not everywhere, or whether its last deployment is unfinished ' +
      'and has not failed.',
  })
  readonly divergent: boolean;

  @Field(() => UnfinishedDeployment, {
    nullable: true,
    description:
      'The last real deployment, if it did not come to its end here; the other fields but `outcome` are those from ' +
      'before it, and its own where there was none before.',
  })
  readonly unfinished: UnfinishedDeployment | null;

  private readonly endedAt: string;

  /** Field by field, for there are thousands: to spread an object takes ten times as long. */
  constructor(alike: AlikeStates, place: number, divergent: boolean) {
    this.runId = alike.runId;
    this.service = alike.service;
    this.host = alike.hosts[place] ?? '';
    this.action = alike.action;
    this.outcome = alike.unfinished?.outcome ?? alike.outcome;
    this.release = alike.release;
    this.imageTag = alike.imageTag;
    this.containers = alike.containers;
    this.divergent = divergent;
    this.endedAt = alike.endedAts[place] ?? '';
    const { unfinished } = alike;
    const at = unfinished?.ats[place] ?? '';
    this.unfinished = unfinished === null ? null : objectOf(UnfinishedDeployment, { ...unfinished, at: new Date(at) });
  }

  @Field(() => DateTimeScalar, { description: "When it was done on the host, by the controller's clock." })
  get deployedAt(): Date {
    return new Date(this.endedAt);
  }
}

/** The states of one service that one run left in the same way on several hosts. */
export interface AlikeStates extends Omit<ServiceState, 'divergent' | 'host' | 'deployedAt' | 'unfinished'> {
  hosts: string[];
  /** When it was done on each of these hosts, as JSON has times. */
  endedAts: string[];
  /** When it, or what of its containers an unfinished one started, was done on the last of them: seconds since 1970. */
  newestAt: number;
  /** With its last result on each of these hosts, as JSON has times. */
  unfinished: (Pick<UnfinishedDeployment, 'runId' | 'outcome' | 'action'> & { ats: string[] }) | null;
}

@ArgsType()
export class StateMatrixArgs {
  @Field(() => String, { nullable: true, description: 'Only deployments in exactly this environment.' })
  @IsOptional()
  environment?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the service.' })
  @IsOptional()
  service?: string | null;

  @Field(() => String, { nullable: true, description: 'Exact name of the host.' })
  @IsOptional()
  host?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The state at this time; without it, the current state.',
  })
  @IsOptional()
  at?: Date | null;
}
