import { releaseOf } from './release.js';
import type { RunFacts } from './run-facts.js';

const run = (extraVars: Record<string, unknown>, environmentVariables: Record<string, string> = {}) =>
  ({ extraVars, environmentVariables }) as RunFacts;

const OSISM_IMAGE = 'registry.osism.tech/kolla/release/2025.2/keystone:28.0.1.20260808';

describe('releaseOf', () => {
  it.each([
    [run({ kolla_action: 'deploy', openstack_release: '2023.2' }), [OSISM_IMAGE], '2023.2', 'openstack_release'],
    [run({ kolla_action: 'deploy' }), [OSISM_IMAGE], '2025.2', 'image path'],
    [run({}), ['r/kolla/keystone:2023.2-ubuntu-jammy-20260115'], '2023.2', 'image tag'],
    [run({}), ['r/kolla/keystone:zed-rocky-9'], 'zed', 'image tag'],
    [run({ kolla_action: 'stop' }, { OPENSTACK_VERSION: '2025.1' }), [], '2025.1', 'OPENSTACK_VERSION'],
    [run({}), ['r/release/2025.1/a:1', OSISM_IMAGE], null, null],
    [run({}), ['r/kolla/keystone:28.0.1'], null, null],
  ])('reads it from what is nearest (%#)', (facts, images, value, source) => {
    expect(releaseOf('keystone', facts, images)).toEqual({ value, source });
  });

  it("gives OpenStack's release to no other software", () => {
    const facts = run({ openstack_release: '2025.2', ceph_release: 'reef' });
    expect(releaseOf('osism.services.docker', facts, []).value).toBeNull();
    expect(releaseOf('ceph-mon', facts, []).value).toBe('reef');
  });
});
