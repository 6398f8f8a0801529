import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Connection } from '../../graphql/relay/connection.js';
import { PageArgs } from '../../graphql/relay/page-args.js';
import { RunType } from '../runs/run.type.js';
import { Plays, type PlayType } from './play.type.js';
import { PlaysReadModel } from './plays.read-model.js';

@Resolver(() => RunType)
export class RunPlaysResolver {
  constructor(private readonly readModel: PlaysReadModel) {}

  @ResolveField(() => Plays.type, { description: 'Its plays, in their order.' })
  plays(@Parent() run: RunType, @Args() page: PageArgs, @Context() request: object): Promise<Connection<PlayType>> {
    return this.readModel.pageOfRun(run.uuid, page, request);
  }
}
