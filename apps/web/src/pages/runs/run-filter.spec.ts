import { runFilterOf } from './run-filter.js';

const now = new Date('2026-11-22T12:00:00Z');

describe('runFilterOf', () => {
  it.each([
    ['', {}],
    ['status:failed,interrupted', { status: ['failed', 'interrupted'] }],
    ['status:failed status:nonsense', { status: ['failed'] }],
    ['host:ctl-001 user:alice', { host: 'ctl-001', user: 'alice' }],
    ['service:nova action:deploy release:2025.2', { service: 'nova', action: 'deploy', release: '2025.2' }],
    ['environment:kolla operator:alice', { environment: 'kolla', operator: 'alice' }],
    ['keystone', { name: 'keystone' }],
    ['name:kolla keystone', { name: 'kolla' }],
    ['check:yes', { checkMode: true }],
    ['check:no', { checkMode: false }],
    ['since:7d until:1h', { since: '2026-11-15T12:00:00.000Z', until: '2026-11-22T11:00:00.000Z' }],
    ['since:tomorrow other:x', {}],
  ])('%j', (text, filter) => {
    expect(runFilterOf(text, now)).toEqual(filter);
  });
});
