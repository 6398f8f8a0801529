/** As the plugin and the server mark what a word lacks, and the sign for a byte that was not UTF-8. */
const LEFT_OUT =
  /<redacted by playledger>|<left out by playledger, as ignored_arguments says>|(?:\.\.\. )?<\d+ (?:bytes|more|words) left out by playledger>|\uFFFD+/u;

/** What stands around that which was left out; one piece where nothing was. */
export function piecesOf(word: string): string[] {
  return word.split(LEFT_OUT);
}

export function lacksSomething(word: string): boolean {
  return LEFT_OUT.test(word);
}

/** Letters before what was left out: a name, and some blanks. */
const LOOKED_AT = 200;

/** What a person would call it: the variable, or the option that it is the value of; else `value`. */
export function nameOfLeftOut(before: string, wordBefore: string | undefined): string {
  const variable = /([A-Za-z_]\w{0,80})["']?\s*[=:]\s*["']?$/.exec(before.slice(-LOOKED_AT))?.[1];
  const option = /^--([a-z-]{2,40})=?$/.exec(before === '' ? (wordBefore ?? '') : before)?.[1];
  const ofOption = option ?? (before === '' && wordBefore === '-e' ? 'extra-vars' : undefined);
  return ofOption?.replaceAll('-', '_') ?? variable ?? 'value';
}
