import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { RunLoader } from '../../run/runs/run-loader.js';
import { RunType } from '../../run/runs/run.type.js';
import { ServiceState, StateMatrixArgs } from './service-state.type.js';
import { StateMatrixReadModel } from './state-matrix.read-model.js';

@Resolver(() => ServiceState)
export class StateMatrixResolver {
  constructor(
    private readonly readModel: StateMatrixReadModel,
    private readonly runs: RunLoader,
  ) {}

  @Query(() => [ServiceState], {
    description:
      'What runs where, now or at a time in the past: the last real deployment of each service on each host that came ' +
      'to its end, and beside it a later one that did not. Check mode, actions that change nothing that runs, and ' +
      'hosts on which nothing was done do not count.',
  })
  stateMatrix(@Args() args: StateMatrixArgs): Promise<ServiceState[]> {
    return this.readModel.at(args);
  }

  @ResolveField(() => RunType, { nullable: true, description: 'The run of that deployment.' })
  run(@Parent() { runId }: ServiceState, @Context() request: object): Promise<RunType | null> {
    return this.runs.load(request, runId);
  }
}
