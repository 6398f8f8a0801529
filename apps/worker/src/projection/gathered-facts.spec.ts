import type { TaskResult } from '#run-events';
import { gatheredFactsOf } from './gathered-facts.js';

const AT = '2026-11-22T10:00:00.000000Z';

function result(facts: Record<string, unknown> | undefined, delegatedTo: string | null = null): TaskResult {
  const flags = { ignored: false, rescued: false, startedAt: null, attempts: null, delegatedTo };
  const head = { seq: 5, type: 'task_result' as const, occurredAt: '2026-11-22T10:00:00Z', taskSeq: 4 };
  return { ...head, host: 'ctl-001', status: 'ok', ...flags, result: { ansible_facts: facts } };
}

describe('gatheredFactsOf', () => {
  it('keeps what tells of the machine, and what lies inside a fact', () => {
    const facts = {
      module_setup: true,
      ansible_kernel: '6.1.0-38-amd64',
      ansible_default_ipv4: { address: '192.168.16.10', macaddress: 'c2:3e:50:24:f8:03' },
      ansible_uptime_seconds: 2718,
      ansible_fips: false,
    };
    expect(gatheredFactsOf(result(facts), AT)).toEqual({
      seq: 5,
      host: 'ctl-001',
      gatheredAt: AT,
      facts: { kernel: '6.1.0-38-amd64', 'default_ipv4.address': '192.168.16.10', fips: false },
    });
  });

  it('leaves out what nobody told', () => {
    const facts = {
      module_setup: true,
      ansible_product_serial: '<left out by playledger, as ignored_facts says>',
      ansible_machine_id: '<redacted by playledger>',
      ansible_bios_version: 'NA',
      ansible_fqdn: '',
      ansible_selinux: null,
    };
    expect(gatheredFactsOf(result(facts), AT)?.facts).toEqual({});
  });

  it('reads no fact that a playbook set, and none of another host', () => {
    expect(gatheredFactsOf(result({ ansible_kernel: 'mine' }), AT)).toBeNull();
    expect(gatheredFactsOf(result(undefined), AT)).toBeNull();
    expect(gatheredFactsOf(result({ module_setup: true, ansible_kernel: '6' }, 'ctl-002'), AT)).toBeNull();
  });
});
