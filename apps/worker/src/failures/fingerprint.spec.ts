import { FAILURE_CAUSES } from '../../../../test/support/failure-causes.js';
import { variation } from '../../../../test/support/failure-variation.js';
import { fingerprinting, type FailedTask } from './fingerprint.js';
import { namesOf } from './run-names.js';
import { signatureOf } from './signature.js';

const VARIANTS = 20;
const TASK: FailedTask = { action: 'ansible.builtin.command', role: 'keystone', name: 'keystone : Run' };

const grouped = await Promise.all(
  FAILURE_CAUSES.map(async (cause, causeNo) => ({
    cause: cause.name,
    failures: await Promise.all(
      Array.from({ length: VARIANTS }, async (_, variant) => {
        const vary = variation(causeNo * 1_000 + variant);
        const signature = signatureOf({ result: cause.result(vary) }, [vary.host]);
        return fingerprinting(await namesOf(vary.hosts))(TASK, signature);
      }),
    ),
  })),
);
const [none, two] = [await namesOf([]), await namesOf(['alderaan', 'bespin'])];

describe('fingerprints of generated failures', () => {
  it('are many enough to mean something', () => {
    expect(FAILURE_CAUSES.length * VARIANTS).toBeGreaterThanOrEqual(1_000);
  });

  it.each(grouped)('one group: $cause', ({ failures }) => {
    expect([...new Set(failures.map(({ signature }) => signature.join('\n')))]).toHaveLength(1);
    expect(new Set(failures.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });

  it('merge no two causes, although all failed in the same task', () => {
    const causes = new Map<string, Set<string>>();
    for (const { cause, failures } of grouped) {
      for (const { fingerprint } of failures) {
        causes.set(fingerprint, (causes.get(fingerprint) ?? new Set()).add(cause));
      }
    }
    expect([...causes.values()].filter((merged) => merged.size > 1).map((merged) => [...merged])).toEqual([]);
  });
});

describe('fingerprinting', () => {
  const of = (task: Partial<FailedTask>) => fingerprinting(none)({ ...TASK, ...task }, ['it failed']).fingerprint;

  it('tells tasks, roles and modules apart', () => {
    const different = [of({}), of({ name: 'keystone : Other' }), of({ role: 'nova' }), of({ action: 'shell' })];
    expect(new Set(different).size).toBe(4);
    expect(of({ action: null, role: null, name: null })).not.toBe(of({}));
  });

  it('takes a module by its short and its long name as the same', () => {
    expect(of({ action: 'command' })).toBe(of({ action: 'ansible.builtin.command' }));
  });

  it('takes the machine out of the name of a task', () => {
    const named = (host: string) => fingerprinting(two)({ ...TASK, name: `Wait for ${host}` }, ['x']);
    expect(named('alderaan')).toEqual(named('bespin'));
    expect(named('alderaan').task).toBe('Wait for <host>');
  });
});
