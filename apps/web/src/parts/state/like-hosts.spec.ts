import { likeHosts } from './like-hosts.js';
import type { ServiceState } from './service-state.query.js';

const on = (host: string, more: Partial<ServiceState> = {}): ServiceState => ({
  service: 'nova',
  host,
  action: 'deploy',
  outcome: 'changed',
  release: '2025.2',
  imageTag: '31.0.1',
  unfinished: null,
  deployedAt: '2026-11-22T08:00:00.000Z',
  divergent: false,
  ...more,
});

describe('likeHosts', () => {
  it('puts the hosts together on which a service is the same, whenever they got it', () => {
    const cells = [
      on('cmp-001', { deployedAt: '2026-11-22T08:05:00.000Z' }),
      null,
      on('cmp-003', { imageTag: '30.0.0', divergent: true }),
      on('cmp-004', { deployedAt: '2026-11-22T08:01:00.000Z' }),
      on('cmp-005', { deployedAt: '2026-11-22T08:09:00.000Z' }),
    ];
    expect(likeHosts({ service: 'nova', cells, differs: true })).toMatchObject([
      {
        hosts: ['cmp-001', 'cmp-004', 'cmp-005'],
        from: '2026-11-22T08:01:00.000Z',
        to: '2026-11-22T08:09:00.000Z',
        state: { imageTag: '31.0.1' },
      },
      { hosts: ['cmp-003'], state: { imageTag: '30.0.0' } },
    ]);
  });
});
