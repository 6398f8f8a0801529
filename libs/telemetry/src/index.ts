export * from './logger.js';
export * from './metrics.js';
export * from './run-until-signal.js';
export * from './status-server.js';
