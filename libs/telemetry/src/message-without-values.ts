/** SQLSTATEs whose messages name roles, tables and columns, and no value: classes, and codes of class 42. */
const OF_NAMES = /^(?:(?:08|23|25|28|2B|3D|40|53|54|55|57|58)...|42(?:P01|703|501|883))$/;
/** Of V8, where a name stands in the code that was executed. */
const OF_A_PROPERTY = /^Cannot (?:read|set) properties of (?:undefined|null) \((?:reading|setting) '[\w$]{1,64}'\)$/;
/** Where a parser, Redis or Node's check of an argument begins to quote what it was given. */
const QUOTED = /["'`:]|\bReceived\b/;

/**
 * The message of an error without what it may quote of our data. Postgres quotes a value that it cannot read, a parser
 * the text where it stops, Redis the command: of these is left what stands before. Other messages are written by
 * programmers, and stay.
 */
export function messageWithoutValues(error: Error): string {
  const { message } = error;
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  if (typeof severity === 'string' && typeof code === 'string') return OF_NAMES.test(code) ? message : ofValue(message);
  if (error instanceof TypeError && OF_A_PROPERTY.test(message)) return message;
  return quotes(error) ? `${message.split(QUOTED, 1).join('').trimEnd()}…` : message;
}

/** `invalid input syntax for type uuid`, `value "…" is out of range for type integer`. */
function ofValue(message: string): string {
  const [before = ''] = message.replace(/".*"/s, '"…"').split(':', 1);
  return before;
}

/** By their names, too: they may come from another realm, as all do in a test. */
function quotes({ name, ...error }: Error): boolean {
  const { code } = error as { code?: unknown };
  const isOfArgument = typeof code === 'string' && code.startsWith('ERR_INVALID_');
  return isOfArgument || ['SyntaxError', 'TypeError', 'URIError', 'ReplyError'].includes(name);
}
