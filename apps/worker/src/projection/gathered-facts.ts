import { objectOf, type Json } from '#history';
import type { TaskResult } from '#run-events';
import { hostName, storableJson } from './storable.js';

/** What a run found out about a machine. */
export interface HostFactsRow {
  seq: number;
  host: string;
  gatheredAt: string;
  facts: Json;
}

/**
 * The facts that are kept, as Ansible names them without `ansible_`; a dot leads into a fact. Those that tell one
 * machine, system and network from another, and none that differs each time they are gathered (load, free memory,
 * uptime) or with every container and guest that comes and goes (interfaces, mounts).
 */
const KEPT = [
  'apparmor.status',
  'architecture',
  'bios_date',
  'bios_version',
  'cmdline',
  'default_ipv4.address',
  'default_ipv4.gateway',
  'default_ipv4.interface',
  'default_ipv4.mtu',
  'default_ipv6.address',
  'distribution',
  'distribution_release',
  'distribution_version',
  'dns.nameservers',
  'fips',
  'fqdn',
  'hostname',
  'kernel',
  'machine_id',
  'memtotal_mb',
  'os_family',
  'pkg_mgr',
  'processor_cores',
  'processor_count',
  'processor_vcpus',
  'product_name',
  'product_serial',
  'product_version',
  'python_version',
  'selinux.mode',
  'selinux.status',
  'service_mgr',
  'swaptotal_mb',
  'system_vendor',
  'virtualization_role',
  'virtualization_type',
];

/** Written where a value was: it is not one. */
const LEFT_OUT = /^<(redacted|left out) by playledger/;

/**
 * The facts that a result of `setup` tells of its host; null for all other results. What was gathered for others, by
 * delegation or in a loop, is not told: the result does not name them by their inventory names.
 */
export function gatheredFactsOf(event: TaskResult, gatheredAt: string): HostFactsRow | null {
  const told = objectOf(event.result['ansible_facts']);
  // Set by the module alone: `set_fact` fills `ansible_facts` too.
  if (told['module_setup'] !== true || event.delegatedTo !== null) return null;
  const facts: Json = {};
  for (const name of KEPT) {
    const value = valueOf(told, name);
    if (isTold(value)) facts[name] = storableJson(value);
  }
  return { seq: event.seq, host: hostName(event.host), gatheredAt, facts };
}

function valueOf(told: Json, name: string): unknown {
  const [fact = '', ...path] = name.split('.');
  return path.reduce<unknown>((value, part) => objectOf(value)[part], told[`ansible_${fact}`]);
}

/** "NA" is how `setup` says that the firmware does not tell. */
function isTold(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 'NA') return false;
  return !(typeof value === 'string' && LEFT_OUT.test(value));
}
