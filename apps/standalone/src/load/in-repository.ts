import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A path in the repository; this file is run in dist, and in tests where it stands. */
export function inRepository(...path: string[]): string {
  const tops = ['../../../../', '../../../../../'].map((up) => fileURLToPath(new URL(up, import.meta.url)));
  return join(tops.find((top) => existsSync(join(top, 'package.json'))) ?? '.', ...path);
}
