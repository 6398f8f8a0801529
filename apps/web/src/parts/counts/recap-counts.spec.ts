import { outcomeOf } from './recap-counts.js';

describe('outcomeOf', () => {
  const none = { ok: 0, changed: 0, unreachable: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0 };
  it.each([
    [{ ok: 3, changed: 1, failed: 1 }, 'failed'],
    [{ ok: 3, failed: 1, unreachable: 1 }, 'unreachable'],
    [{ ok: 3, changed: 1, ignored: 2, rescued: 1 }, 'changed'],
    [{ ok: 3, ignored: 2 }, 'ok'],
    [{ skipped: 4 }, 'skipped'],
  ])('%j is %s', (counts, outcome) => {
    expect(outcomeOf({ ...none, ...counts })).toBe(outcome);
  });
});
