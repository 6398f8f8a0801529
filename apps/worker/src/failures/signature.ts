import type { ToldResult } from '#history';
import { failedItems } from './failed-items.js';
import { failingLines, formerFailingLines } from './failing-text.js';
import { hostRule, type HostRule } from './host-rule.js';
import { normaliseText } from './normalise-text.js';

/**
 * What a failure says, normalised: one block of lines, or one for each different way in which items of a loop failed.
 * Blocks are sorted: the order of a loop's items is no difference.
 */
export type Signature = string[];

const MAX_LINES = 30;
const MAX_LINE = 400;
/** Signs of a line that are looked at. */
const MAX_RAW_LINE = 2_000;
const MAX_BLOCKS = 20;

/** The signature that a result gives by itself. `hosts` are the machines that its event names. */
export function signatureOf(told: ToldResult, hosts: readonly string[]): Signature {
  return signed(told, hosts, failingLines);
}

/** What rules of version 1 made of it; null where that is the `signature` of today's. */
export function formerSignatureOf(told: ToldResult, hosts: readonly string[], signature: Signature): Signature | null {
  const former = signed(told, hosts, formerFailingLines);
  return former.join('\0') === signature.join('\0') ? null : former;
}

function signed(told: ToldResult, hosts: readonly string[], linesOf: typeof failingLines): Signature {
  const ownHosts = hostRule(hosts);
  const items = failedItems(told);
  return settled(
    (items.length > 0 ? items : [told.result]).map((failed) =>
      linesOf(failed).map((line) =>
        normaliseText(ownHosts.replace(line.slice(0, MAX_RAW_LINE)))
          .trim()
          .slice(0, MAX_LINE),
      ),
    ),
  );
}

/**
 * The signature when more machines are known by name: those of the run. It may be called as often as machines become
 * known; what comes out depends on the names and not on when they came. `inHosts` is `inSignatures` of the run's names.
 */
export function withHosts(signature: Signature, inHosts: HostRule): Signature {
  return settled(signature.map((block) => block.split('\n').map((line) => joinRepeatedHosts(inHosts.replace(line)))));
}

function settled(blocks: readonly string[][]): Signature {
  const texts = blocks.map((lines) => [...new Set(lines)].slice(0, MAX_LINES).join('\n'));
  return [...new Set(texts)].sort().slice(0, MAX_BLOCKS);
}

function joinRepeatedHosts(line: string): string {
  return line.replace(/(<host>(?::<n>)?)(?:['"]?(?:,|;| and| ) ?['"]?\1)+/g, '$1');
}
