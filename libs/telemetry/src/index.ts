export * from './logger.js';
export * from './run-until-signal.js';
