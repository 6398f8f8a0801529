import { createHash } from 'node:crypto';
import { normaliseText } from './normalise-text.js';
import type { RunNames } from './run-names.js';
import { withHosts, type Signature } from './signature.js';

/** Version of the rules that make signatures, kept with each group that they make. Version 1 knew one Ansible's words. */
export const FINGERPRINT_VERSION = 2;

/** Part of each fingerprint, and so never changed: most signatures of version 2 are those of version 1. */
const IDENTITY_VERSION = 1;

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

/**
 * Gives failures of a run their fingerprints: what each shares with every other one of the same cause. The names are
 * those of the machines of the run.
 */
export function fingerprinting({
  inTexts,
  inSignatures,
}: RunNames): (task: FailedTask, signature: Signature) => Fingerprint {
  // Where one host fails, others tend to.
  const known = new Map<string, Fingerprint>();
  return ({ action, role, name }, signature) => {
    const key = JSON.stringify([action, role, name, signature]);
    let found = known.get(key);
    if (found === undefined) {
      found = identified({
        // Collections say `ansible.builtin.command` where playbooks of old said `command`.
        action: action?.replace(/^ansible\.(?:builtin|legacy)\./, '') ?? null,
        role,
        task: name === null ? null : normaliseText(inTexts.replace(name)),
        signature: withHosts(signature, inSignatures),
      });
      known.set(key, found);
    }
    return found;
  };
}

function identified(parts: Omit<Fingerprint, 'fingerprint'>): Fingerprint {
  const identity = [IDENTITY_VERSION, parts.action, parts.role, parts.task, parts.signature];
  const hex = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
  const fingerprint = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(hex)?.slice(1).join('-') ?? '';
  return { fingerprint, ...parts };
}
