import { Args, Query, Resolver } from '@nestjs/graphql';
import { SlowTask } from './slow-task.type.js';
import { SlowTasksArgs } from './slow-tasks.args.js';
import { SlowTasksReadModel } from './slow-tasks.read-model.js';

@Resolver()
export class SlowTasksResolver {
  constructor(private readonly readModel: SlowTasksReadModel) {}

  @Query(() => [SlowTask], { description: 'The tasks on which real runs of a period spent their time.' })
  slowTasks(@Args() args: SlowTasksArgs): Promise<SlowTask[]> {
    return this.readModel.list(args);
  }
}
