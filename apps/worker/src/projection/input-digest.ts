import { hash } from 'node:crypto';
import { objectOf, type Json } from './json.js';

/** Part of every digest: with other rules the same inputs shall not look like different ones by accident. */
const VERSION = 'v1:';
/** What a copied file is given, whichever of Ansible's modules compares or writes it in the end. */
const FILE_ARGUMENTS = ['owner', 'group', 'mode'];
/** Arguments of Ansible's own that say what is done, among others that say how. */
const TOLD_INTERNAL = new Set(['_raw_params', '_uses_shell']);
/** Files that Ansible makes for one run and names by chance. */
const TEMPORARY = /[^\s"']*ansible-(?:tmp|local)-[^\s"']*/g;

/**
 * A digest of what a module was given: 64 bits, as the text of a signed integer. It covers the arguments of the module,
 * item by item, and for copied and templated files their path, owner, group, mode and the checksum of the content to
 * be there. It does not cover what is redacted, arguments that are null, Ansible's own, and the names of temporary
 * files. null when some arguments are not told: then nothing can be said about the inputs.
 */
export function inputDigestOf(result: Json): string | null {
  const items = Array.isArray(result.results) ? result.results.map(objectOf) : [result];
  const inputs: string[] = [];
  for (const item of items) {
    if (item.skipped === true) continue;
    const input = inputOf(item);
    if (input === null) return null;
    inputs.push(input);
  }
  if (inputs.length === 0) return null;
  return Buffer.from(hash('md5', VERSION + inputs.join('\n'), 'hex').slice(0, 16), 'hex')
    .readBigInt64BE()
    .toString();
}

function inputOf(item: Json): string | null {
  const args = objectOf(item.invocation)['module_args'];
  if (typeof args !== 'object' || args === null) return null;
  const { dest, checksum } = item;
  const isFile = typeof dest === 'string' && typeof checksum === 'string';
  if (!isFile) return canonical(args);
  const given = FILE_ARGUMENTS.map((name) => [name, (args as Json)[name]]);
  return canonical({ ...Object.fromEntries(given), dest, checksum });
}

/** JSON with its keys in order, so that equal values give equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'string') return inner.includes('ansible-') ? inner.replace(TEMPORARY, '') : inner;
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).filter(([name, entry]) => entry !== null && !isInternal(name));
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function isInternal(name: string): boolean {
  return name.startsWith('_') && !TOLD_INTERNAL.has(name);
}
