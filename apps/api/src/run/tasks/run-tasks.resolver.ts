import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { RunType } from '../runs/run.type.js';
import { Tasks, type TaskType } from './task.type.js';
import { TasksReadModel } from './tasks.read-model.js';

@Resolver(() => RunType)
export class RunTasksResolver {
  constructor(private readonly readModel: TasksReadModel) {}

  @ResolveField(() => Tasks.type, { description: 'Its tasks and handlers, in their order.' })
  tasks(@Parent() run: RunType, @Args() page: PageArgs): Promise<Connection<TaskType>> {
    return this.readModel.page(run.uuid, page);
  }
}
