export * from './settings-of-running.js';
export * from './settings.js';
