import type { ResultStatus, TaskResult } from '#run-events';
import { MAX_DIFF, resultDiffOf } from './result-diff.js';

function rowsOf(result: Record<string, unknown>, status: ResultStatus = 'changed', itemCount: number | null = null) {
  const flags = { ignored: false, rescued: false, startedAt: null, attempts: null, delegatedTo: null };
  const head = { seq: 5, type: 'task_result' as const, occurredAt: '2026-11-22T10:00:00Z', taskSeq: 4 };
  const event: TaskResult = { ...head, host: 'ctl-001', status, ...flags, itemCount, result };
  return resultDiffOf(event);
}

const rowOf = (diff: unknown) => rowsOf({ changed: true, diff })[0];

describe('resultDiffOf', () => {
  it('compares the contents of a file', () => {
    const diff = [{ before_header: '/etc/a', before: 'x=1\n', after_header: '/root/.ansible/tmp/b', after: 'x=2\n' }];
    expect(rowOf(diff)).toEqual({ seq: 5, state: 'shown', text: '--- /etc/a\n+++ after\n@@ -1,1 +1,1 @@\n-x=1\n+x=2' });
  });

  it('compares what a module knows about a file, a line for each thing', () => {
    const diff = { before: { mode: '0755', path: '/a', state: 'absent' }, after: { path: '/a', state: 'directory' } };
    expect(rowOf(diff)?.text).toBe(
      '--- before\n+++ after\n@@ -1,3 +1,2 @@\n-mode: 0755\n path: /a\n-state: absent\n+state: directory',
    );
  });

  it('takes a diff that the module prepared', () => {
    expect(rowOf({ prepared: '-a\n+b\n' })?.text).toBe('-a\n+b');
    expect(rowOf('-a\n+b\n')?.text).toBe('-a\n+b');
  });

  it('is that of the module where it returns results of its own', () => {
    const told = { diff: { prepared: 'Installed: podman' }, results: ['Installed: podman'] };
    expect(rowsOf(told)).toEqual([{ seq: 5, state: 'shown', text: 'Installed: podman' }]);
  });

  it('shows the items of a loop that changed, each by its name', () => {
    const items = [
      { changed: true, diff: { before: 'a', after: 'b' }, _ansible_item_label: { key: 'keystone', value: {} } },
      { changed: false, diff: { before: 'c', after: 'd' }, item: 'left out' },
      { changed: true, item: { name: 'nova' }, diff: [] },
      { changed: true, item: 7, censored: 'hidden' },
    ];
    expect(rowsOf({ results: items }, 'changed', 4)).toEqual([
      {
        seq: 5,
        state: 'cut',
        text: '# item: keystone\n--- before\n+++ after\n@@ -1,1 +1,1 @@\n-a\n+b\n# item: 7\n(hidden by no_log)',
      },
    ]);
  });

  it('keeps the beginning of a long one, and says so', () => {
    const row = rowOf({ prepared: '+line\n'.repeat(MAX_DIFF) });
    expect(row?.state).toBe('cut');
    expect(row?.text).toHaveLength(MAX_DIFF);
  });

  it.each([
    ['that the plugin cut', { before: '', after: 'a... <99 bytes left out by playledger>' }],
    ['of files too large for Ansible', { dst_larger: 104_448, after: 'a' }],
    ['of files too large for us', { before: '', after: 'a\n'.repeat(200_000) }],
    ['of binary files', { src_binary: 1 }],
  ])('says that a diff is not whole %s', (_what, diff) => {
    expect(rowOf(diff)?.state).toBe('cut');
  });

  it('tells what no_log hides', () => {
    expect(rowsOf({ censored: 'hidden', changed: true })).toEqual([{ seq: 5, state: 'hidden', text: null }]);
  });

  it.each([undefined, null, [], {}, [{ before: 'same', after: 'same' }], { before_header: 'a' }, { prepared: '' }])(
    'finds none in %j',
    (diff) => expect(rowsOf({ changed: true, diff })).toEqual([]),
  );

  it('asks only changed results', () => {
    expect(rowsOf({ diff: { before: 'a', after: 'b' } }, 'ok')).toEqual([]);
  });
});
