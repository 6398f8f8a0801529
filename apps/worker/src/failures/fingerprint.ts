import { createHash } from 'node:crypto';
import { hostRule } from './host-rule.js';
import { normaliseText } from './normalise-text.js';
import { withHosts, type Signature } from './signature.js';

/**
 * Version of the rules that make fingerprints. It is part of each of them: when the rules change, groups of the old
 * ones stay as they are, with what people wrote about them, and new failures go to new groups.
 */
export const FINGERPRINT_VERSION = 1;

/** The task of a failure; all null when the result belongs to none. */
export interface FailedTask {
  action: string | null;
  role: string | null;
  name: string | null;
}

export interface Fingerprint {
  /** A hash in the form of a UUID. */
  fingerprint: string;
  action: string | null;
  role: string | null;
  /** The task's name, with what varies in it replaced. */
  task: string | null;
  signature: Signature;
}

/** The fingerprint of a failure: what it shares with every other one of the same cause. `hosts` are those of its run. */
export function fingerprintOf(task: FailedTask, signature: Signature, hosts: readonly string[]): Fingerprint {
  const parts = {
    // Collections say `ansible.builtin.command` where playbooks of old said `command`.
    action: task.action?.replace(/^ansible\.(?:builtin|legacy)\./, '') ?? null,
    role: task.role,
    task: task.name === null ? null : normaliseText(hostRule(hosts)(task.name)),
    signature: withHosts(signature, hosts),
  };
  const identity = [FINGERPRINT_VERSION, parts.action, parts.role, parts.task, parts.signature];
  const hex = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
  const fingerprint = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
  return { fingerprint, ...parts };
}
