/** What a person finds who reads the recorded runs: written by reading them, for the tests of what we derive. */

type HostOutcome = 'ok' | 'changed' | 'failed' | 'unreachable';

export interface ExpectedDeployment {
  hosts: Record<string, HostOutcome>;
  /** Containers that run afterwards on each of these hosts that was not lost, and their images. */
  containers: Record<string, string>;
  outcome?: 'failed';
}

export interface ExpectedRun {
  environment: string | null;
  operator: string;
  operatorSource: string;
  action: string;
  release: string;
  releaseSource: string;
  checkMode?: true;
  services: Record<string, ExpectedDeployment>;
}

const on = (outcome: HostOutcome, ...hosts: string[]) => Object.fromEntries(hosts.map((host) => [host, outcome]));
const CONTROLLERS = ['ctl-001', 'ctl-002', 'ctl-003'];
const ALL = [...CONTROLLERS, 'cmp-001', 'cmp-002'];

const OLD = '2023.2-ubuntu-jammy';
const NEW = '2023.2-ubuntu-jammy-20260115';
const kolla = (image: string, tag = OLD) => `registry.example.org:5000/kolla/${image}:${tag}`;
const osism = (image: string) => `registry.osism.tech/kolla/release/2025.2/${image}`;

const byHand = (operator: string) => ({
  environment: null,
  operator,
  operatorSource: 'SUDO_USER',
  release: '2023.2',
  releaseSource: 'openstack_release',
});

const byOsism = (operator: string) => ({
  environment: 'kolla',
  operator,
  operatorSource: 'OSISM request id',
  action: 'deploy',
  release: '2025.2',
  releaseSource: 'image path',
});

const keystone = (tag: string) => ({
  keystone: kolla('keystone', tag),
  keystone_fernet: kolla('keystone-fernet', tag),
  keystone_ssh: kolla('keystone-ssh', tag),
});

/**
 * By file, oldest first. Plays that gather facts and group hosts deploy nothing, nor does what the load balancer's play
 * writes for a service alone; mariadb's failures in the first run and in OSISM's are ignored ones.
 */
export const EXPECTED_RUNS: Record<string, ExpectedRun> = {
  'kolla-1-deploy': {
    ...byHand('alice'),
    action: 'deploy',
    services: {
      common: {
        hosts: on('changed', ...ALL),
        containers: { cron: kolla('cron'), kolla_toolbox: kolla('kolla-toolbox') },
      },
      keystone: { hosts: on('changed', ...CONTROLLERS), containers: keystone(OLD) },
      loadbalancer: {
        hosts: on('changed', ...CONTROLLERS),
        containers: { haproxy: kolla('haproxy'), keepalived: kolla('keepalived') },
      },
      mariadb: {
        hosts: on('changed', ...CONTROLLERS),
        containers: { mariadb: kolla('mariadb-server'), mariadb_clustercheck: kolla('mariadb-clustercheck') },
      },
      memcached: { hosts: on('changed', ...CONTROLLERS), containers: { memcached: kolla('memcached') } },
      rabbitmq: { hosts: on('changed', ...CONTROLLERS), containers: { rabbitmq: kolla('rabbitmq') } },
    },
  },
  'kolla-2-reconfigure-keystone': {
    ...byHand('alice'),
    action: 'reconfigure',
    services: {
      keystone: {
        hosts: { ...on('changed', 'ctl-001'), ...on('ok', 'ctl-002', 'ctl-003') },
        containers: keystone(OLD),
      },
    },
  },
  'kolla-3-upgrade-keystone': {
    ...byHand('carol'),
    action: 'upgrade',
    services: { keystone: { hosts: on('changed', ...CONTROLLERS), containers: keystone(NEW) } },
  },
  'kolla-4-check-rabbitmq-failed': {
    ...byHand('bob'),
    action: 'deploy',
    checkMode: true,
    services: {
      // Its configuration for rabbitmq would change, so its handlers were called; in check mode they skip what matters.
      loadbalancer: { hosts: on('changed', 'ctl-001'), containers: {} },
      rabbitmq: { hosts: on('failed', 'ctl-001'), containers: {}, outcome: 'failed' },
    },
  },
  'kolla-5-deploy-memcached-unreachable': {
    ...byHand('bob'),
    action: 'deploy',
    services: {
      // ctl-003 was lost before memcached's play began.
      memcached: {
        hosts: { ...on('changed', 'ctl-001', 'ctl-002'), ...on('unreachable', 'ctl-003') },
        containers: { memcached: kolla('memcached', NEW) },
        outcome: 'failed',
      },
    },
  },
  'osism-0-gather-facts': { ...byOsism('9678908b-0299-439c-bde3-885621cd7fde'), services: {} },
  'osism-1-common': {
    ...byOsism('350f46e5-6c75-4467-9212-b7d3544b9154'),
    services: {
      common: {
        hosts: on('changed', ...ALL),
        containers: { kolla_toolbox: osism('kolla-toolbox:20.3.1.20260808') },
      },
    },
  },
  'osism-2-mariadb': {
    ...byOsism('27809af7-abec-425f-8552-d388b692c458'),
    services: {
      mariadb: {
        hosts: on('changed', ...CONTROLLERS),
        containers: { mariadb: osism('mariadb-server:10.11.15.20260808') },
      },
    },
  },
  'osism-3-keystone': {
    ...byOsism('6fdfd4fb-b2e6-4e42-914e-2bba87b19640'),
    services: {
      keystone: {
        hosts: on('changed', ...CONTROLLERS),
        containers: {
          keystone: osism('keystone:28.0.1.20260808'),
          keystone_fernet: osism('keystone-fernet:28.0.1.20260808'),
          keystone_ssh: osism('keystone-ssh:28.0.1.20260808'),
        },
      },
    },
  },
};
