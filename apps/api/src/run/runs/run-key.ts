/** What `parent.run_id` stands for in lists under runs. */
export const RUN_KEY = [{ name: 'run_id', type: 'uuid' }] as const;
