import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { toRunPartId } from '../../graphql/relay/global-id.js';
import { ResultStatus, TaskResultType } from '../../run/results/task-result.type.js';
import { TaskType } from '../../run/tasks/task.type.js';
import { FailureGroupLoader } from '../failure-groups/failure-group-loader.js';
import { FailureGroup } from '../failure-groups/failure-group.type.js';
import { FailureLoader, PreviousTaskLoader } from './failure-loaders.js';
import { Failure } from './failure.type.js';

@Resolver(() => TaskResultType)
export class TaskResultFailureResolver {
  constructor(private readonly failures: FailureLoader) {}

  @ResolveField(() => Failure, {
    nullable: true,
    description: 'Its cause, as far as the result shows it; null unless it failed or was unreachable.',
  })
  failure(@Parent() { id, status }: TaskResultType, @Context() request: object): Promise<Failure | null> | null {
    const failed = status === ResultStatus.failed || status === ResultStatus.unreachable;
    return failed ? this.failures.load(request, id) : null;
  }
}

@Resolver(() => Failure)
export class FailureFieldsResolver {
  constructor(
    private readonly groups: FailureGroupLoader,
    private readonly previousTasks: PreviousTaskLoader,
  ) {}

  @ResolveField(() => FailureGroup, {
    nullable: true,
    description: 'The failures with the same cause; null until its task is known.',
  })
  group(@Parent() { fingerprint }: Failure, @Context() request: object): Promise<FailureGroup | null> | null {
    return fingerprint === null ? null : this.groups.load(request, fingerprint);
  }

  @ResolveField(() => TaskType, {
    nullable: true,
    description: 'The previous task on that host in that run; null if it was the first.',
  })
  previousTask(@Parent() { runId, seq }: Failure, @Context() request: object): Promise<TaskType | null> {
    return this.previousTasks.load(request, toRunPartId('TaskResult', runId, seq));
  }
}
