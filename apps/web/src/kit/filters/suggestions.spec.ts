import type { FilterField } from './filter-field.js';
import { suggestionsFor } from './suggestions.js';

const FIELDS: FilterField[] = [
  { key: 'status', title: 'how it ended', kind: 'choice', values: ['running', 'failed', 'completed'] },
  { key: 'since', title: 'begun since', kind: 'moment', values: ['24h', '7d'] },
  { key: 'host', title: 'a host of it', kind: 'text', values: ['ctl-001', 'the host'] },
];

const offered = (text: string, cursor = text.length) => suggestionsFor(text, cursor, FIELDS).map((one) => one.text);

describe('suggestionsFor', () => {
  it.each([
    ['', ['status:', 'since:', 'host:']],
    ['s', ['status:', 'since:']],
    ['host:ctl-001 st', ['host:ctl-001 status:']],
    ['status:', ['status:running ', 'status:failed ', 'status:completed ']],
    ['status:FAI', ['status:failed ']],
    ['status:failed,r', ['status:failed,running ']],
    ['host:the', ['host:"the host" ']],
    ['other:x', []],
    ['name', []],
  ])('%j', (text, expected) => {
    expect(offered(text)).toEqual(expected);
  });

  it('completes the term at the cursor and leaves the others', () => {
    expect(offered('status:com host:x', 10)).toEqual(['status:completed host:x']);
  });
});
