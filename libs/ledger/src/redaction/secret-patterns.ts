const BEGIN_KEY = '-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----';
const END_KEY = '-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----';

/**
 * Secrets that tell by their looks what they are. Each begins with text that is rare, or looking for it would cost too
 * much, and none reaches over the quotes of a JSON text. Others decide what they search, so none looks at any part of a
 * text more than a few times: where one begins again, the look from before has ended.
 */
export const SECRET_PATTERNS: readonly RegExp[] = [
  // In JSON the lines of a key stand in one. What another key cuts short is one too.
  new RegExp(`${BEGIN_KEY}(?:(?!${BEGIN_KEY}|${END_KEY})[^"]){1,20000}(?:${END_KEY}|(?=${BEGIN_KEY}))`, 'g'),
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
