import { groupFilterOf } from './group-filter.js';

const now = new Date('2026-11-22T12:00:00Z');
const given = (text: string) =>
  Object.fromEntries(Object.entries(groupFilterOf(text, now)).filter(([, value]) => value !== null));

describe('groupFilterOf', () => {
  it.each([
    ['', {}],
    ['state:new,regressed', { state: ['new', 'regressed'] }],
    ['state:other', {}],
    ['no route to host', { text: 'no route to host' }],
    ['module:uri role:nova host:ctl-001', { action: 'uri', role: 'nova', host: 'ctl-001' }],
    ['tolerated:no since:7d', { tolerated: false, since: '2026-11-15T12:00:00.000Z' }],
  ])('%j', (text, filter) => {
    expect(given(text)).toEqual(filter);
  });
});
