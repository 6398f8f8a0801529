import type { TaskResult } from '#run-events';
import { containerResultsOf } from './container-results.js';

function result(
  body: Record<string, unknown>,
  status: TaskResult['status'] = 'ok',
  itemCount: number | null = null,
): TaskResult {
  const flags = { ignored: false, rescued: false, startedAt: null, attempts: null, delegatedTo: null };
  const head = { seq: 5, type: 'task_result' as const, occurredAt: '2026-11-22T10:00:00Z', taskSeq: 4 };
  return { ...head, host: 'ctl-001', status, ...flags, itemCount, result: body };
}

const asked = (args: Record<string, unknown>) => ({
  invocation: { module_args: { action: 'compare_container', name: 'keystone', image: 'kolla/keystone:1', ...args } },
});

describe('containerResultsOf', () => {
  it('reads the arguments of the module', () => {
    expect(containerResultsOf(result({ changed: true, ...asked({}) }))).toEqual([
      {
        seq: 5,
        item: 0,
        taskSeq: 4,
        host: 'ctl-001',
        action: 'compare_container',
        name: 'keystone',
        image: 'kolla/keystone:1',
        changed: true,
        failed: false,
      },
    ]);
  });

  it('reads each item of a loop, and leaves out those that were skipped', () => {
    const items = [{ skipped: true, ...asked({}) }, asked({ name: 'keystone_ssh' }), { failed: true, ...asked({}) }];
    expect(containerResultsOf(result({ results: items }, 'failed', 3))).toMatchObject([
      { item: 1, name: 'keystone_ssh', failed: false },
      { item: 2, name: 'keystone', failed: true },
    ]);
  });

  it.each([
    ['a volume', asked({ action: 'create_volume', name: 'mariadb' })],
    ['a container that runs once', asked({ action: 'start_container', detach: false })],
    ['facts about containers', asked({ action: 'get_containers', name: ['keystone'] })],
    ['another module', { invocation: { module_args: { name: 'keystone', state: 'present' } } }],
    ['nothing', {}],
  ])('is not taken in by %s', (_what, body) => {
    expect(containerResultsOf(result(body))).toEqual([]);
  });

  it('takes nothing from a skipped result: in check mode no container is touched', () => {
    expect(containerResultsOf(result(asked({}), 'skipped'))).toEqual([]);
  });
});
