import { excerptOf, howMatched } from './excerpt.js';
import { parseSearch } from './search-terms.js';

describe('howMatched', () => {
  it.each([
    ['nova-compute', 'Nova-Compute', 'exact'],
    ['nova-compute', 'nova-', 'prefix'],
    ['/ansible/site.yml\ncarol\n2023.2', 'carol', 'exact'],
    ['keystone : Check nova-compute', 'compute check', 'word'],
    ['keystone : Check', 'stone', 'part'],
    ['a.b', 'A.B', 'exact'],
    ['xa.bx', 'a.b', 'part'],
  ])('%j holds %j: %s', (text, query, match) => {
    expect(howMatched(text, parseSearch(query))).toBe(match);
  });
});

describe('excerptOf', () => {
  it('marks every term, in any case of letters, and takes signs for what they are', () => {
    expect(excerptOf('Port 8.0 of CTL-001', parseSearch('ctl-001 8.0'))).toEqual([
      { text: 'Port ', matched: false },
      { text: '8.0', matched: true },
      { text: ' of ', matched: false },
      { text: 'CTL-001', matched: true },
    ]);
  });

  it('leaves out the lines of a run that do not match, and those that repeat', () => {
    const parts = excerptOf('/ansible/site.yml\ncarol\ncarol\nkeystone', parseSearch('carol'));
    expect(parts).toEqual([{ text: 'carol', matched: true }]);
  });

  it('cuts a long text around the first match', () => {
    const text = excerptOf(`${'x'.repeat(500)} needle ${'y'.repeat(500)}`, parseSearch('needle'))
      .map((part) => part.text)
      .join('');
    expect(text).toMatch(/^…x{59} needle y+…$/);
    expect(text.length).toBeLessThan(250);
  });
});
