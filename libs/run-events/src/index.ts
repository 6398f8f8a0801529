export * from './run-event.js';
export * from './parse-batch.js';
