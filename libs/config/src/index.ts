export * from './open-id-settings.js';
export * from './retention-policy.js';
export * from './settings-of-running.js';
export * from './settings.js';
