export * from './define-job.js';
export * from './job-queues.js';
