// The one list of entities: what is loaded here is in the register of tables (../tables.ts).
export * from './ledger.js';
export * from './runs.js';
export * from './facts.js';
export * from './deployments.js';
export * from './failures.js';
export * from './changes.js';
export * from './statistics.js';
export * from './search.js';
export * from './api-token.js';
export * from './audit.js';
export * from './backups.js';
export * from './exports.js';
export * from './shared-limit.js';
