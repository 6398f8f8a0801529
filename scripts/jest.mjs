import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** The command that runs some of the projects of jest.config.mjs. */
export function jest(project, ...options) {
  return [
    ...[process.execPath, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    ...[join(ROOT, 'node_modules/jest/bin/jest.js'), '--selectProjects', project, ...options],
  ];
}
