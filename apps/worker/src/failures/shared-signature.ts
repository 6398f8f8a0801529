import { loopOf, type ToldResult } from '#history';
import { normaliseText } from './normalise-text.js';
import type { RunNames } from './run-names.js';
import { withHosts } from './signature.js';

/** Lines looked at of a successful result: its last ones, where a failing one has its reason. */
const MAX_LINES = 200;
const MAX_LINE = 2_000;

/** Lines that Ansible puts on failures of any cause. */
const EMPTY_LINE =
  /^(?:non-zero return code|Error executing command\.|MODULE FAILURE|See stdout\/stderr for the exact error|One or more items failed|rc=-?\d+|)$/;

/**
 * Whether a successful result says all that a signature says: then the signature does not tell why the others failed.
 * A signature without a line of its own says nothing, and is shared by every result. The names are those of the result's
 * run.
 */
export function sharesSignature(signature: string, told: ToldResult, names: RunNames): boolean {
  const telling = signature.split('\n').filter((line) => !EMPTY_LINE.test(line));
  const said = new Set(linesOf(told, names));
  return telling.every((line) => said.has(line));
}

function linesOf(told: ToldResult, { inTexts, inSignatures }: RunNames): string[] {
  const items = loopOf(told)?.items.map(({ result }) => result) ?? [];
  const lines = [told.result, ...items]
    .flatMap(({ msg, stderr, module_stderr, stdout, module_stdout }) => [
      msg,
      stderr,
      module_stderr,
      stdout,
      module_stdout,
    ])
    .flatMap((text) => (typeof text === 'string' ? text.split('\n') : []))
    .slice(-MAX_LINES)
    .map((line) => normaliseText(inTexts.replace(line.slice(0, MAX_LINE))).trim());
  return lines.map((line) => withHosts([line], inSignatures).join(''));
}
