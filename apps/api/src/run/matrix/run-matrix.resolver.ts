import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RunType } from '../runs/run.type.js';
import { RunMatrixReadModel } from './run-matrix.read-model.js';
import { RunMatrix, RunMatrixArgs } from './run-matrix.type.js';

@Resolver(() => RunType)
export class RunMatrixResolver {
  constructor(private readonly matrices: RunMatrixReadModel) {}

  @ResolveField(() => RunMatrix, { description: 'Its tasks by hosts, with one character for each result.' })
  matrix(@Parent() run: RunType, @Args() { fromTask }: RunMatrixArgs): Promise<RunMatrix> {
    return this.matrices.of(run.uuid, fromTask ?? 1);
  }
}
