export * from './open-id-roles.js';
export * from './retention-policy.js';
export * from './settings-of-running.js';
export * from './settings-table.js';
export * from './settings.js';
