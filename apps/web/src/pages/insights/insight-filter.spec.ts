import { insightFilterOf, wholeBy } from './insight-filter.js';

describe('insightFilterOf', () => {
  it.each([
    ['', {}],
    ['keystone', { service: 'keystone' }],
    ['service:nova keystone host:ctl-001', { service: 'nova', host: 'ctl-001' }],
    ['environment:kolla action:deploy,upgrade other:x', { environment: 'kolla', action: 'upgrade' }],
  ])('%j', (text, filter) => {
    expect(insightFilterOf(text)).toEqual(filter);
  });
});

describe('wholeBy', () => {
  it('is what a counted run has one of', () => {
    expect(wholeBy({})).toBe('environment');
    expect(wholeBy({ action: 'deploy' })).toBe('environment');
    expect(wholeBy({ host: 'ctl-001' })).toBe('host');
    expect(wholeBy({ host: 'ctl-001', service: 'nova' })).toBe('service');
  });
});
