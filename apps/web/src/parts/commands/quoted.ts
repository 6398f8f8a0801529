/**
 * As a POSIX shell reads it back, whatever signs it has. What a terminal would obey, or nobody sees, is written in signs
 * that are seen: pasted as it is, it could end the paste and run the rest.
 */
export function quoted(word: string): string {
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word)) return word;
  if (!UNSEEN.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${[...word].map(escaped).join('')}'`;
}

/** Controls, also those of the second half, lines of other kinds, and what changes the direction of a text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function escaped(sign: string): string {
  if (sign === "'" || sign === '\\') return `\\${sign}`;
  if (!UNSEEN.test(sign)) return sign;
  // Byte by byte: what a shell makes of \u depends on its language.
  return [...new TextEncoder().encode(sign)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
