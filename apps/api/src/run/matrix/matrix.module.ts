import { Module } from '@nestjs/common';
import { RunMatrixReadModel } from './run-matrix.read-model.js';
import { RunMatrixResolver } from './run-matrix.resolver.js';

@Module({
  providers: [RunMatrixResolver, RunMatrixReadModel],
})
export class MatrixModule {}
