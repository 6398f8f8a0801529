import { readFileSync } from 'node:fs';
import { messageOf } from '../projection/failure-message.js';
import { fingerprinting } from './fingerprint.js';
import { namesOf } from './run-names.js';
import { signatureOf } from './signature.js';

type Result = Record<string, unknown>;

/** By version of ansible-core and name of the task: what callback-plugin/tests/record_failures.py has recorded. */
const RECORDED = JSON.parse(readFileSync('test/support/recorded-failures.json', 'utf8')) as Record<
  string,
  Record<string, Result>
>;
const VERSIONS = Object.keys(RECORDED);
const TASKS = [...new Set(VERSIONS.flatMap((version) => Object.keys(RECORDED[version] ?? {})))].sort();

/** What a person would quote. */
const QUOTED: Record<string, RegExp> = {
  'A list of failures': /No package podman-remote available/,
  'A loop': /nova: .*ERROR: nova is down/s,
  'A module that prints': /fatal: the image keystone is not in the registry/,
  'A traceback as message': /^ConnectionError: the broker rabbitmq did not answer, whatever was asked of it$/,
  'An exception in a module': /the broker rabbitmq did not answer/,
  'Noise on standard error': /ERROR: no route to the database/,
  'Standard error': /ERROR: no route to the database/,
  'Standard output': /ERROR: no route to the database/,
  Undefined: /'nowhere' is undefined$/m,
};

const of = (version: string, task: string): Result => RECORDED[version]?.[task] ?? {};

describe('the same failures in the words of every ansible-core', () => {
  it('are recorded of each core of the matrix', () => {
    expect(VERSIONS.map((version) => version.split('.').slice(0, 2).join('.'))).toEqual([
      ...['2.14', '2.15', '2.16', '2.17', '2.18', '2.19', '2.20', '2.21'],
    ]);
    expect(TASKS.length).toBeGreaterThanOrEqual(28);
    for (const version of VERSIONS) expect(Object.keys(RECORDED[version] ?? {}).sort()).toEqual(TASKS);
  });

  it.each(TASKS)('fall into one group: %s', async (task) => {
    const failed = { action: 'command', role: null, name: task };
    const names = await namesOf(['alpha']);
    const groups = VERSIONS.map((version) =>
      fingerprinting(names)(failed, signatureOf({ result: of(version, task) }, ['alpha'])),
    );
    expect([...new Set(groups.map(({ signature }) => signature.join('\n')))]).toHaveLength(1);
    expect(new Set(groups.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });

  it('are as many groups as there are causes', () => {
    const signatures = TASKS.map((task) => signatureOf({ result: of('2.14.18', task) }, ['alpha']).join('\n'));
    // Some differ only in where the cause stands, or in a path.
    expect(new Set(signatures).size).toBeGreaterThanOrEqual(TASKS.length - 4);
    expect(signatures.filter((signature) => signature === '')).toEqual([]);
  });

  it.each(Object.entries(QUOTED).flatMap(([task, line]) => VERSIONS.map((version) => [task, version, line] as const)))(
    'have as their message what a person would quote: %s, %s',
    (task, version, line) => {
      expect(messageOf({ result: of(version, task) })).toMatch(line);
    },
  );
});
