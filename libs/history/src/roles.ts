import { shortKey } from './short-key.js';

/** Roles of kolla-ansible that work for the service whose role includes them. */
const KOLLA_HELPERS = [
  'haproxy-config',
  'loadbalancer-config',
  'module-load',
  'prechecks',
  'proxysql-config',
  'service-cert-copy',
  'service-check',
  'service-check-containers',
  'service-config-validate',
  'service-image-info',
  'service-images-pull',
  'service-ks-register',
  'service-precheck',
  'service-rabbitmq',
  'service-start-order',
  'service-stop',
  'service-uwsgi-config',
];

/** Roles of ceph-ansible that every daemon's play runs before its own. */
const CEPH_HELPERS = [
  'ceph-common',
  'ceph-config',
  'ceph-container-common',
  'ceph-container-engine',
  'ceph-defaults',
  'ceph-facts',
  'ceph-fetch-keys',
  'ceph-handler',
  'ceph-infra',
  'ceph-validate',
];

const HELPERS = new Set([...KOLLA_HELPERS, ...CEPH_HELPERS]);

/** Roles that belong to a service of another name: kolla calls the project of nova-cell nova. */
const SERVICES = new Map([['nova-cell', 'nova']]);

/** The service that a role deploys: itself for most; null for a helper, which works for somebody else's. */
export function serviceOfRole(role: string): string | null {
  return HELPERS.has(role) ? null : shortKey(SERVICES.get(role) ?? role);
}
