import { parseImage } from './image-reference.js';
import type { RunFacts } from './run-facts.js';
import { firstTold, type Sourced } from './sourced.js';

/** OSISM keeps the images of a release under its name: `kolla/release/2025.2/keystone:28.0.1.20260808`. */
const RELEASE_IN_PATH = /\/release\/([^/]+)\//;
/** Kolla names its tags after the release and the distribution: `2023.2-ubuntu-jammy-20260115`. */
const RELEASE_IN_TAG = /^(\d{4}\.\d|[a-z]+)-(?:ubuntu|debian|rocky|centos)(?:-|$)/;

/** The release that a deployment brought: OpenStack's for kolla's services, Ceph's for those of ceph-ansible. */
export function releaseOf(service: string, run: RunFacts, images: readonly string[]): Sourced {
  const { extraVars, environmentVariables: env } = run;
  if (service.startsWith('ceph-')) return firstTold([[extraVars['ceph_release'], 'ceph_release']]);
  const isKolla = images.length > 0 || typeof extraVars['kolla_action'] === 'string';
  // The run may carry OpenStack's release and deploy something else.
  if (!isKolla) return { value: null, source: null };
  return firstTold([
    [extraVars['openstack_release'], 'openstack_release'],
    [extraVars['openstack_version'], 'openstack_version'],
    [theOnly(images.map((image) => RELEASE_IN_PATH.exec(image)?.[1])), 'image path'],
    [theOnly(images.map((image) => RELEASE_IN_TAG.exec(parseImage(image).tag ?? '')?.[1])), 'image tag'],
    [env['OPENSTACK_VERSION'], 'OPENSTACK_VERSION'],
  ]);
}

/** What all agree on; images of several releases name none. */
function theOnly(releases: readonly (string | undefined)[]): string | undefined {
  return new Set(releases).size === 1 ? releases[0] : undefined;
}
