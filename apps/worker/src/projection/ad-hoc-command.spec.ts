import type { AdHocCommand, RunStarted } from '#run-events';
import { adHocCommandOf } from './ad-hoc-command.js';

const told = (given: Partial<RunStarted>) =>
  adHocCommandOf({ playbookPath: '/home/alice/__adhoc_playbook__', arguments: {}, ...given } as RunStarted);

const command = (given: Partial<AdHocCommand>) =>
  told({ adHoc: { program: 'ansible', pattern: 'control', module: 'ping', arguments: {}, ...given } });

describe('adHocCommandOf', () => {
  it('names a command as a person would write it', () => {
    expect(command({})).toBe('ansible control -m ping');
    expect(command({ module: 'service', arguments: { name: 'docker', state: 'restarted' } })).toBe(
      "ansible control -m service -a 'name=docker state=restarted'",
    );
    expect(command({ module: 'shell', arguments: { chdir: '/etc', _raw_params: 'ls | wc -l' } })).toBe(
      "ansible control -m shell -a 'ls | wc -l chdir=/etc'",
    );
    expect(command({ pattern: 'all:!control', module: 'copy', arguments: { content: 'a b', mode: 420 } })).toBe(
      `ansible 'all:!control' -m copy -a 'content="a b" mode=420'`,
    );
    expect(command({ module: 'command', arguments: { _raw_params: "echo it's" } })).toBe(
      `ansible control -m command -a 'echo it'\\''s'`,
    );
  });

  it('names what was typed at the prompt of ansible-console with its hosts', () => {
    const program = 'ansible-console' as const;
    expect(command({ program, module: 'service', arguments: { name: 'docker' } })).toBe(
      'ansible-console control: service name=docker',
    );
    expect(command({ program })).toBe('ansible-console control: ping');
  });

  it('says that arguments are hidden', () => {
    expect(command({ module: 'user', arguments: null })).toBe(`ansible control -m user -a '<hidden>'`);
  });

  it('is one line of bounded length', () => {
    const line = command({ module: 'shell', arguments: { _raw_params: `one\n\ttwo ${'x'.repeat(10_000)}` } }) ?? '';
    expect(line).toMatch(/^ansible control -m shell -a 'one two x+… \(\d+ more\)$/);
    expect(line.length).toBeLessThan(1_100);
  });

  it('takes the parsed command line of older plugins, and of no playbook', () => {
    const parsed = { args: 'control', module_name: 'service', module_args: 'name=docker' };
    expect(told({ arguments: parsed })).toBe('ansible control -m service -a name=docker');
    expect(told({ playbookPath: '/opt/site.yml', arguments: parsed })).toBeNull();
    expect(told({ arguments: { args: ['nonsense'] } })).toBe(`ansible '["nonsense"]' -m ''`);
  });
});
