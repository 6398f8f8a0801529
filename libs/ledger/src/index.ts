export * from './append-batch.js';
export * from './backlog.js';
export * from './claim-run.js';
export * from './dead-letters.js';
export * from './multirange.js';
export * from './jobs.js';
export * from './ledger-metrics.js';
export * from './stored-batch.js';
