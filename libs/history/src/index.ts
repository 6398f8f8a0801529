export * from './actions.js';
export * from './containers.js';
export * from './deployments.js';
export * from './image-reference.js';
export * from './module-inputs.js';
export * from './origin.js';
export * from './run-facts.js';
export * from './json.js';
