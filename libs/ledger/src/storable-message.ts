/** An error may quote all of what it is about. */
const MAX_MESSAGE = 2_000;

/** The message of an error, as it is kept for people: up to 2,000 characters, of which Postgres can hold each. */
export function storableMessage(message: string): string {
  const cut = message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`;
  return cut.replaceAll('\0', '\uFFFD').toWellFormed();
}
