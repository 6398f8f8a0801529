/** Injection token of what this process measures. */
export const METRICS = Symbol('metrics');
