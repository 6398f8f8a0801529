import { Counter, Histogram, type Registry } from 'prom-client';
import type { EndedFold } from './project-run.js';

/** Answers what a projector is to tell its folds. */
export function measureFolds(metrics: Registry): (fold: EndedFold) => void {
  const registers = [metrics];
  const seconds = new Histogram({
    name: 'playledger_fold_duration_seconds',
    help: 'How long folds took, with their transaction.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const batches = new Counter({
    name: 'playledger_folded_batches_total',
    help: 'Batches that were folded.',
    registers,
  });
  const events = new Counter({ name: 'playledger_folded_events_total', help: 'Events that were folded.', registers });
  return (fold) => {
    seconds.observe(fold.seconds);
    batches.inc(fold.batches);
    events.inc(fold.events);
  };
}
