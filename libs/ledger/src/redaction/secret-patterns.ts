import { REDACTED } from './forms-of-secret.js';

/**
 * Secrets that tell by their looks what they are. Each begins with text that is rare, or reading it would cost too much,
 * and none reaches over the quotes of a JSON text. A first group, where there is one, stays.
 */
export const SECRET_PATTERNS: readonly RegExp[] = [
  // In JSON the lines of a key stand in one.
  /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----[^"]{1,20000}?-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----/g,
  /AGE-SECRET-KEY-1[A-Z0-9]{58}/g,
  // Ours.
  /\bpl_[\w-]{32}(?![\w-])/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bgh[oprsu]_[A-Za-z0-9]{36,255}/g,
  /\bgithub_pat_\w{60,255}/g,
  /\bglpat-[\w-]{20,100}/g,
  /\bxox[abprs]-[A-Za-z0-9-]{20,200}/g,
  /\bhv[bs]\.[\w-]{24,200}/g,
  /(:\/\/[^\s/:@"\\<>]{1,100}:)[^\s/:@"\\<>]{1,200}(?=@)/g,
];

/** Takes what the patterns match out of a text in bytes, of which every byte is a character to them. */
export function redactSecrets(bytes: Buffer, patterns: readonly RegExp[]): { inflated: Buffer; found: number } {
  const text = bytes.toString('latin1');
  let [redacted, found] = [text, 0];
  for (const pattern of patterns) {
    redacted = redacted.replace(pattern, (_match, ...rest: unknown[]) => {
      found += 1;
      const [kept] = rest;
      // Without a group, the place of the match comes here.
      return (typeof kept === 'string' ? kept : '') + REDACTED;
    });
  }
  return found === 0 ? { inflated: bytes, found } : { inflated: Buffer.from(redacted, 'latin1'), found };
}
