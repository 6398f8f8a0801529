import { canonicalNumber, ExactNumber } from '#exact-json';
import { isObject, objectOf, type Json } from './json.js';

/** Arguments of Ansible's own that say what is done, among others that say how. */
const TOLD_INTERNAL = new Set(['_raw_params', '_uses_shell']);
/**
 * Files that Ansible makes for one run and names by chance. Sought from the beginning of a word only: a module tells its
 * arguments itself, and a long word of them would be gone through from each of its letters.
 */
const TEMPORARY = /(?<![^\s"'])[^\s"']*ansible-(?:tmp|local)-[^\s"']*/g;

/** The arguments that a result, or an item of a loop, was made from; null when it does not tell them. */
export function argumentsOf(result: Json): Json | null {
  const args = objectOf(result['invocation'])['module_args'];
  return isObject(args) || Array.isArray(args) ? (args as Json) : null;
}

/**
 * What decides about the outcome of a copied or templated file: its path, owner, group, mode and the checksum of the
 * content to be there. Ansible calls another module, with other arguments, for a file that is right already. null of
 * what is no such result.
 */
export function fileInputsOf(result: Json): Json | null {
  const args = argumentsOf(result);
  const { dest, checksum } = result;
  if (args === null || typeof dest !== 'string' || typeof checksum !== 'string') return null;
  return { owner: args['owner'], group: args['group'], mode: args['mode'], dest, checksum };
}

/** Whether an argument says what is done: Ansible adds some of its own that only say how. */
export function isTold(name: string): boolean {
  return !name.startsWith('_') || TOLD_INTERNAL.has(name);
}

/**
 * Inputs as JSON with their keys in order, so that equal values give equal texts: without arguments that are null,
 * those of Ansible's own and the names of temporary files.
 */
export function canonicalInputs(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.includes('ansible-') ? value.replace(TEMPORARY, '') : value);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  // 1.0 is the same input as 1.
  if (value instanceof ExactNumber) return canonicalNumber(value);
  if (Array.isArray(value)) return `[${value.map(canonicalInputs).join(',')}]`;
  const entries: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const entry = (value as Json)[name];
    if (entry === null || entry === undefined || !isTold(name)) continue;
    entries.push(`${JSON.stringify(name)}:${canonicalInputs(entry)}`);
  }
  return `{${entries.join(',')}}`;
}
