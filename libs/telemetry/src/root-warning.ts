const WARNING =
  'Warning: Playledger is running as root. An attacker who exploits a bug in it then controls the whole machine, not only its data: ' +
  'run it as a dedicated user.';

/** What a process says at its start when it runs as root; null when it does not, or where there is no root. */
export function rootWarning(uid = process.getuid?.()): string | null {
  return uid === 0 ? WARNING : null;
}
