/** What Ansible's recap counts of a host, and we of each host and run. */
export const RECAP = ['ok', 'changed', 'failed', 'skipped', 'unreachable', 'ignored', 'rescued'] as const;
