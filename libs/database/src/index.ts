export * from './data-source.js';
export * from './entities/api-token.js';
export * from './entities/deployments.js';
export * from './entities/ledger.js';
export * from './entities/runs.js';
export * from './entities/statistics.js';
export * from './migrate.js';
export * from './partitions.js';
