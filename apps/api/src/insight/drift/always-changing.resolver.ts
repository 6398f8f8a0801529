import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { type AlwaysChangingTask, AlwaysChangingTasks } from './always-changing-task.type.js';
import { AlwaysChangingArgs } from './always-changing.args.js';
import { AlwaysChangingReadModel } from './always-changing.read-model.js';

@Resolver()
export class AlwaysChangingResolver {
  constructor(private readonly readModel: AlwaysChangingReadModel) {}

  @Query(() => AlwaysChangingTasks.type, {
    description:
      'Tasks that changed a host in each of their latest real runs there, by service and task. Considers the ' +
      'latest 20 real runs of a task.',
  })
  alwaysChanging(@Args() args: AlwaysChangingArgs): Promise<Connection<AlwaysChangingTask>> {
    return this.readModel.page(args);
  }
}
