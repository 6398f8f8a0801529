import { hash } from 'node:crypto';
import { argumentsOf, canonicalInputs, fileInputsOf, loopOf, type ToldResult } from '#history';

/** Part of every digest: with other rules the same inputs shall not look like different ones by accident. */
const VERSION = 'v1:';

/**
 * A digest of what a module was given: 64 bits, as the text of a signed integer. It covers the arguments of the module,
 * item by item, and for copied and templated files their path, owner, group, mode and the checksum of the content to
 * be there. It does not cover what is redacted, arguments that are null, Ansible's own, and the names of temporary
 * files. null when some arguments, or some items, are not told: then nothing can be said about the inputs.
 */
export function inputDigestOf(told: ToldResult): string | null {
  const { items, itemCount } = loopOf(told) ?? { items: [{ result: told.result }], itemCount: 1 };
  if (items.length < itemCount) return null;
  const inputs: string[] = [];
  for (const { result: item } of items) {
    if (item.skipped === true) continue;
    const input = fileInputsOf(item) ?? argumentsOf(item);
    if (input === null) return null;
    inputs.push(canonicalInputs(input));
  }
  if (inputs.length === 0) return null;
  return hash('md5', VERSION + inputs.join('\n'), 'buffer')
    .readBigInt64BE()
    .toString();
}
