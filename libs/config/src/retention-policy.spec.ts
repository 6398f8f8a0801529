import { formatRetention, parseRetention } from './retention-policy.js';

describe('a retention policy', () => {
  const rules = [
    { label: null, environment: null, days: 400 },
    { label: 'ci', environment: null, days: 30 },
    { label: null, environment: 'test=bed', days: 90 },
    { label: 'audit', environment: null, days: null },
  ];

  it('has ages by label, by environment and for the others', () => {
    expect(parseRetention('400d, label:ci=30d,environment:test=bed=90d, label:audit=forever')).toEqual(rules);
  });

  it('is written as it is read', () => {
    const text = formatRetention(rules);
    expect(text).toBe('400d, label:ci=30d, environment:test=bed=90d, label:audit=forever');
    expect(parseRetention(text)).toEqual(rules);
  });

  it.each(['', '0d', '400', '12 months', 'label:=3d', 'host:ctl-001=3d', '30d,60d', 'label:ci=3d,label:ci=4d', '30d,'])(
    'is not what "%s" says',
    (text) => {
      expect(parseRetention(text)).toBeNull();
    },
  );
});
