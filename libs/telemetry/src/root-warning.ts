const WARNING =
  'Warning: Playledger runs as root. Whoever finds a fault in it then has the whole machine, and not only what it stores: ' +
  'run it as a user of its own.';

/** What a process says at its start when it runs as root; null when it does not, or where there is no root. */
export function rootWarning(uid = process.getuid?.()): string | null {
  return uid === 0 ? WARNING : null;
}
