/**
 * Secrets that tell by their looks what they are. Each begins with text that is rare, or looking for it would cost too
 * much, and none reaches over the quotes of a JSON text.
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
  /(?<kept>:\/\/[^\s/:@"\\<>]{1,100}:)[^\s/:@"\\<>]{1,200}(?=@)/g,
];
