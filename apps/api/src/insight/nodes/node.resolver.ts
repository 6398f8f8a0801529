import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { DeploymentsReadModel } from '../../fleet/deployments/deployments.read-model.js';
import { HostsReadModel } from '../../fleet/hosts/hosts.read-model.js';
import { ServicesReadModel } from '../../fleet/services/services.read-model.js';
import {
  fingerprintFrom,
  fromDeploymentKey,
  fromGlobalId,
  fromRunPartId,
  nameOfKey,
  runIdFrom,
} from '../../graphql/relay/global-id.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';
import { PlaysReadModel } from '../../run/plays/plays.read-model.js';
import { TaskResultsReadModel } from '../../run/results/task-results.read-model.js';
import { RunsReadModel } from '../../run/runs/runs.read-model.js';
import { TasksReadModel } from '../../run/tasks/tasks.read-model.js';
import { FailureGroupsReadModel } from '../failure-groups/failure-groups.read-model.js';

@Resolver(() => NodeInterface)
export class NodeResolver {
  constructor(
    private readonly runs: RunsReadModel,
    private readonly plays: PlaysReadModel,
    private readonly tasks: TasksReadModel,
    private readonly taskResults: TaskResultsReadModel,
    private readonly hosts: HostsReadModel,
    private readonly services: ServicesReadModel,
    private readonly deployments: DeploymentsReadModel,
    private readonly failureGroups: FailureGroupsReadModel,
  ) {}

  @Query(() => NodeInterface, {
    nullable: true,
    description: 'Any object by its global id; null if it does not exist.',
  })
  async node(@Args('id', { type: () => ID }) id: string): Promise<NodeInterface | null> {
    const parts = fromGlobalId(id);
    switch (parts?.type) {
      case 'Run': {
        const uuid = runIdFrom(id);
        return uuid === null ? null : this.runs.byUuid(uuid);
      }
      case 'Play': {
        const part = fromRunPartId('Play', id);
        return part === null ? null : this.plays.bySeq(part.runId, part.seq);
      }
      case 'Task': {
        const part = fromRunPartId('Task', id);
        return part === null ? null : this.tasks.bySeq(part.runId, part.seq);
      }
      case 'TaskResult': {
        const part = fromRunPartId('TaskResult', id);
        return part === null ? null : this.taskResults.bySeq(part.runId, part.seq);
      }
      case 'Host':
        return this.hosts.byName(nameOfKey(parts.key));
      case 'Service':
        return this.services.byName(nameOfKey(parts.key));
      case 'Deployment': {
        const part = fromDeploymentKey(parts.key);
        return part === null ? null : this.deployments.one(part.runId, part.service);
      }
      case 'FailureGroup': {
        const fingerprint = fingerprintFrom(id);
        return fingerprint === null ? null : this.failureGroups.byFingerprint(fingerprint);
      }
      default:
        return null;
    }
  }
}
