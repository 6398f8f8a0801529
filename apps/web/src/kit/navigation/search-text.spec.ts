import { parseSearch, searchTexts, stringifySearch } from './search-text.js';

describe('the query of a URL', () => {
  it.each([{}, { host: 'ctl-001' }, { q: 'status:failed name:"a b" 100%', x: 'ü&=#?' }])('keeps %j', (search) => {
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  it('has no empty parts', () => {
    expect(stringifySearch({ a: '', b: undefined })).toBe('');
  });

  it('is read by the names that a page knows', () => {
    expect(searchTexts('host', 'task')({ host: 'a', other: 'b', task: '' })).toEqual({ host: 'a' });
  });
});
