import type { HostRecap, RunEvent, TaskResult } from '#run-events';
import { foldEvents, type LedgerEvent } from './fold-events.js';

const at = (second: number) => `2026-11-22T10:00:0${second}.5Z`;

function placed(...events: RunEvent[]): LedgerEvent[] {
  return events.map((event, position) => ({ event, batchNo: 1, position }));
}

function result(seq: number, more: Partial<TaskResult> = {}): TaskResult {
  return {
    seq,
    type: 'task_result',
    occurredAt: at(seq),
    taskSeq: 1,
    host: 'ctl-001',
    status: 'ok',
    ignored: false,
    rescued: false,
    startedAt: null,
    attempts: null,
    delegatedTo: null,
    result: {},
    ...more,
  };
}

describe('foldEvents', () => {
  it('counts each result once by its status, and again when it was ignored or rescued', () => {
    const { hosts } = foldEvents(
      placed(
        result(1),
        result(2, { status: 'changed' }),
        result(3, { status: 'failed', ignored: true }),
        result(4, { status: 'failed', rescued: true }),
        result(5, { host: 'ctl-002', status: 'unreachable' }),
      ),
    );
    expect(hosts).toEqual([
      {
        host: 'ctl-001',
        counts: { ok: 1, changed: 1, failed: 2, unreachable: 0, skipped: 0, ignored: 1, rescued: 1 },
        recap: null,
      },
      {
        host: 'ctl-002',
        counts: { ok: 0, changed: 0, failed: 0, unreachable: 1, skipped: 0, ignored: 0, rescued: 0 },
        recap: null,
      },
    ]);
  });

  it('keeps the place of each body, the number of items, and the message of failures only', () => {
    const { results } = foldEvents(
      placed(
        result(1, { itemCount: 2, result: { msg: 'fine', results: [{}, {}] } }),
        result(2, { status: 'failed', result: { msg: 'broken' } }),
        result(3, { itemCount: null, result: { results: ['Installed: podman'] } }),
      ),
    );
    expect(results).toMatchObject([
      { batchNo: 1, position: 0, itemCount: 2, message: null },
      { batchNo: 1, position: 1, itemCount: null, message: 'broken' },
      { batchNo: 1, position: 2, itemCount: null, message: null },
    ]);
  });

  it('sums the recap over hosts, and knows the last event by its time', () => {
    const recap: HostRecap = { ok: 2, changed: 1, failed: 0, skipped: 0, unreachable: 0, ignored: 0, rescued: 0 };
    const { run } = foldEvents(
      placed(
        {
          seq: 9,
          type: 'run_finished',
          occurredAt: at(9),
          outcome: 'completed',
          reason: null,
          recap: { a: recap, b: recap },
          customStats: null,
          reporter: {},
        },
        result(3),
      ),
    );
    expect(run).toMatchObject({ started: null, lastEventAt: '2026-11-22T10:00:09.500000Z' });
    expect(run.finished).toMatchObject({ finalSeq: 9, outcome: 'completed', recap: { ok: 4, changed: 2 } });
  });

  it('marks plays before it has met them', () => {
    const { plays } = foldEvents(placed({ seq: 3, type: 'no_hosts_matched', occurredAt: at(3), playSeq: 2 }));
    expect(plays).toEqual([{ seq: 2, noHostsMatched: true, noHostsRemaining: false }]);
  });

  it.each(['2026-02-31T10:00:00Z', '2025-02-29T10:00:00Z'])('throws for %s, which is no day', (occurredAt) => {
    expect(() => foldEvents(placed(result(1, { occurredAt })))).toThrow(RangeError);
  });
});
