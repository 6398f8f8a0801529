import { Args, Query, Resolver } from '@nestjs/graphql';
import { FlakyTask } from './flaky-task.type.js';
import { FlakyTasksArgs } from './flaky-tasks.args.js';
import { FlakyTasksReadModel } from './flaky-tasks.read-model.js';

@Resolver()
export class FlakyTasksResolver {
  constructor(private readonly readModel: FlakyTasksReadModel) {}

  @Query(() => [FlakyTask], {
    description:
      'Tasks that failed on a host in some real runs of a period and succeeded there in others, those with the ' +
      'most failures first. Ignored and rescued failures do not count.',
  })
  flakyTasks(@Args() args: FlakyTasksArgs): Promise<FlakyTask[]> {
    return this.readModel.list(args);
  }
}
