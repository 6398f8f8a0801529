import { Args, ArgsType, Context, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { toHost } from '../../fleet/hosts/hosts.read-model.js';
import { toService } from '../../fleet/services/services.read-model.js';
import type { Connection } from '../../graphql/relay/connection.js';
import { NodeInterface } from '../../graphql/relay/node.type.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { TaskResultLoader } from '../../run/results/task-result-loader.js';
import { RunLoader } from '../../run/runs/run-loader.js';
import { NewestTaskLoader } from '../../run/tasks/newest-task-loader.js';
import { SearchHit, SearchHits, SearchType } from './search-hit.type.js';
import { SearchReadModel } from './search.read-model.js';

@ArgsType()
class SearchArgs extends PageArgs {
  @Field({
    description:
      'Words and "quoted phrases", all of which must occur in a match, anywhere and case-insensitive, which ' +
      'suits search as you type. Words of fewer than three characters alone find names only.',
  })
  query!: string;

  @Field(() => [SearchType], { nullable: true, description: 'Kinds of objects to search; without it, all.' })
  types?: SearchType[] | null;
}

@Resolver(() => SearchHit)
export class SearchResolver {
  constructor(
    private readonly readModel: SearchReadModel,
    private readonly runs: RunLoader,
    private readonly taskResults: TaskResultLoader,
    private readonly newestTasks: NewestTaskLoader,
  ) {}

  @Query(() => SearchHits, {
    description:
      'Runs, tasks, hosts, services and failures that match the search. Names come first, with exact and ' +
      'prefix matches before others; then runs and failures, newest first.',
  })
  search(@Args() { query, types, ...page }: SearchArgs): Promise<Connection<SearchHit>> {
    return this.readModel.search(query, types ?? null, page);
  }

  @ResolveField(() => NodeInterface, {
    nullable: true,
    description: 'The object itself; for a task name, the task in the latest run that has it.',
  })
  async node(@Parent() { type, key }: SearchHit, @Context() request: object): Promise<NodeInterface | null> {
    switch (type) {
      case SearchType.run:
        return this.runs.load(request, key);
      case SearchType.failure:
        return this.taskResults.load(request, key);
      case SearchType.task:
        return this.newestTasks.load(request, key);
      case SearchType.host:
        return toHost(key);
      case SearchType.service:
        return toService({ name: key });
    }
  }
}
