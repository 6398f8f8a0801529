import { parseFilterText, readMoment, valuesOf, withValues, writeTerms } from './filter-text.js';

const terms = (text: string) => parseFilterText(text).terms;

describe('the text of a filter', () => {
  it.each([
    ['', []],
    ['status:failed', [{ key: 'status', value: 'failed' }]],
    [
      '  Host:ctl-001   deploy ',
      [
        { key: 'host', value: 'ctl-001' },
        { key: null, value: 'deploy' },
      ],
    ],
    [
      'name:"a b" "c d"',
      [
        { key: 'name', value: 'a b' },
        { key: null, value: 'c d' },
      ],
    ],
    [
      'status: host:x',
      [
        { key: 'status', value: '' },
        { key: 'host', value: 'x' },
      ],
    ],
    ['since:2026-11-01T10:00', [{ key: 'since', value: '2026-11-01T10:00' }]],
    ['name:"not closed', [{ key: 'name', value: 'not closed' }]],
    ['host:[fe80::1]', [{ key: 'host', value: '[fe80::1]' }]],
  ])('%j has its terms', (text, expected) => {
    expect(terms(text)).toEqual(expected);
  });

  it.each(['status:failed,running host:"a b" kolla', '"a:b" x', 'since:7d'])('writes %j as it was', (text) => {
    expect(writeTerms(terms(text))).toBe(text);
  });

  it('tells where each term stands', () => {
    expect(parseFilterText('a host:b').spans).toEqual([
      { from: 0, to: 1 },
      { from: 2, to: 8 },
    ]);
  });

  it('gives and takes the values of a key', () => {
    const before = terms('status:failed,running x status:completed');
    expect(valuesOf(before, 'status')).toEqual(['failed', 'running', 'completed']);
    expect(writeTerms(withValues(before, 'status', ['failed']))).toBe('x status:failed');
    expect(writeTerms(withValues(before, 'status', []))).toBe('x');
  });
});

describe('readMoment', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  it.each([
    ['7d', '2026-11-15T12:00:00.000Z'],
    ['90m', '2026-11-22T10:30:00.000Z'],
    ['2w', '2026-11-08T12:00:00.000Z'],
    ['2026-11-01T10:00Z', '2026-11-01T10:00:00.000Z'],
    ['2026-11-01T10:00:30+02:00', '2026-11-01T08:00:30.000Z'],
  ])('reads %s', (text, moment) => {
    expect(readMoment(text, now)?.toISOString()).toBe(moment);
  });

  it('begins a date with its first moment where the reader is', () => {
    expect(readMoment('2026-11-01', now)).toEqual(new Date(2026, 10, 1));
  });

  it.each(['', '7', 'd', '7y', 'yesterday', '2026-13-40'])('does not understand %j', (text) => {
    expect(readMoment(text, now)).toBeNull();
  });
});
