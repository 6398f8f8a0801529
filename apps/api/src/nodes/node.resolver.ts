import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { DeploymentsReadModel } from '../deployments/deployments.read-model.js';
import { HostsReadModel } from '../hosts/hosts.read-model.js';
import { PlaysReadModel } from '../plays/plays.read-model.js';
import { fromDeploymentKey, fromGlobalId, fromRunPartId, nameOfKey, runIdFrom } from '../relay/global-id.js';
import { NodeInterface } from '../relay/node.type.js';
import { TaskResultsReadModel } from '../results/task-results.read-model.js';
import { RunsReadModel } from '../runs/runs.read-model.js';
import { ServicesReadModel } from '../services/services.read-model.js';
import { TasksReadModel } from '../tasks/tasks.read-model.js';

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
  ) {}

  @Query(() => NodeInterface, { nullable: true, description: 'Any object by its global id; null when there is none.' })
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
      default:
        return null;
    }
  }
}
