import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A secret that stands in what tests send: whatever fails, no log of any process may have it. */
export const CANARY = 'cAnary5ecretThatNoLogMayTell';

/** Longer than any line of ours: nobody reads it, and a body may hide in it, compressed. */
const MAX_LINE = 16 * 1024;

/** As bytes are written in logs: by themselves, in hexadecimal, as a list of numbers, and in base64 at each offset. */
const FORMS = [
  CANARY,
  Buffer.from(CANARY).toString('hex'),
  [...Buffer.from(CANARY)].join(','),
  ...[0, 1, 2].map((offset) =>
    Buffer.from(`${'x'.repeat(offset)}${CANARY}`)
      .toString('base64')
      .slice(offset === 0 ? 0 : 4, -4),
  ),
];

/**
 * Throws when a log has the canary, or a line that nothing bounds.
 *
 * @param {string} name
 * @param {string} log
 */
export function refuseCanary(name, log) {
  for (const line of log.split('\n')) {
    const form = FORMS.find((each) => line.includes(each));
    const at = form === undefined ? 0 : line.indexOf(form);
    const around = line.slice(Math.max(0, at - 200), at + 200);
    if (form !== undefined) throw new Error(`The log of ${name} tells a secret: ${around}`);
    if (line.length > MAX_LINE) throw new Error(`The log of ${name} has a line of ${line.length} signs: ${around}`);
  }
}

/**
 * As `refuseCanary`, of the embedded Postgres in a data directory.
 *
 * @param {string} dataDir
 */
export function refuseCanaryOfPostgres(dataDir) {
  for (const name of ['postgres.log', 'postgres.log.1']) {
    const path = join(dataDir, name);
    if (existsSync(path)) refuseCanary(path, readFileSync(path, 'utf8'));
  }
}
