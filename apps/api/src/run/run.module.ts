import { Module } from '@nestjs/common';
import { ComparisonsModule } from './comparisons/comparisons.module.js';
import { MatrixModule } from './matrix/matrix.module.js';
import { PlaysModule } from './plays/plays.module.js';
import { ProgressModule } from './progress/progress.module.js';
import { ResultsModule } from './results/results.module.js';
import { RunsModule } from './runs/runs.module.js';
import { TasksModule } from './tasks/tasks.module.js';

/** A run: its plays, tasks and results, and what they look like together. */
@Module({
  imports: [ComparisonsModule, MatrixModule, PlaysModule, ProgressModule, ResultsModule, RunsModule, TasksModule],
})
export class RunModule {}
