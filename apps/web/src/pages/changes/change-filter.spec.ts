import { changeFilterOf, countFilterOf, exportParametersOf } from './change-filter.js';

const now = new Date('2026-11-22T12:00:00Z');

describe('changeFilterOf', () => {
  it.each([
    ['', {}],
    ['keystone', { service: 'keystone' }],
    ['service:nova keystone', { service: 'nova' }],
    ['operator:bob commit:c0ffee', { operator: 'bob', configurationCommit: 'c0ffee' }],
    ['action:deploy,upgrade', { action: ['deploy', 'upgrade'] }],
    ['task:"keystone : Copy a, b"', { task: 'keystone : Copy a, b' }],
    ['check:yes', { checkMode: true }],
    ['check:no', {}],
    ['since:7d until:1h', { since: '2026-11-15T12:00:00.000Z', until: '2026-11-22T11:00:00.000Z' }],
    ['since:soon other:x task:', {}],
  ])('%j', (text, filter) => {
    expect(changeFilterOf(text, now)).toEqual(filter);
  });
});

describe('countFilterOf', () => {
  it('is the same, as far as changes are counted that way', () => {
    expect(countFilterOf({ service: 'nova', action: ['deploy'] })).toEqual({ service: 'nova', action: ['deploy'] });
    expect(countFilterOf({ service: 'nova', run: 'x' })).toBeNull();
  });
});

describe('exportParametersOf', () => {
  it('asks for what the page shows', () => {
    const filter = { service: 'nova', action: ['deploy', 'upgrade'], since: '2026-11-15T12:00:00.000Z' };
    expect(exportParametersOf(filter).toString()).toBe(
      'service=nova&action=deploy%2Cupgrade&since=2026-11-15T12%3A00%3A00.000Z&checkMode=false',
    );
    expect(exportParametersOf({ checkMode: true }).toString()).toBe('checkMode=true');
  });
});
