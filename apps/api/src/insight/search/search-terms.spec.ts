import { parseSearch } from './search-terms.js';

describe('parseSearch', () => {
  it.each([
    ['nova-compute  ctl-001', ['nova-compute', 'ctl-001']],
    ['2023.2-ubuntu-jammy', ['2023.2-ubuntu-jammy']],
    ['"no route to host" keystone', ['no route to host', 'keystone']],
    ['"no route', ['no route']],
    ['rabbit_mq"x"', ['rabbit_mq', 'x']],
  ])('takes %s apart', (query, terms) => {
    expect(parseSearch(query).terms).toEqual(terms);
  });

  it('knows whether the index can help', () => {
    expect(parseSearch('ab c').isIndexable).toBe(false);
    expect(parseSearch('ab nov').isIndexable).toBe(true);
  });

  it.each(['', ' "" ', 'x'.repeat(201), 'a b c d e f g h i j k'])('refuses %j', (query) => {
    expect(() => parseSearch(query)).toThrow(/"query"/);
  });
});
