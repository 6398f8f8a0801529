export * from './exit-on-uncaught.js';
export { errorAsText, loggableError } from './loggable-error.js';
export * from './logger.js';
export { messageWithoutValues } from './message-without-values.js';
export * from './metrics.js';
export * from './readiness.js';
export * from './root-warning.js';
export * from './run-until-signal.js';
export * from './status-server.js';
