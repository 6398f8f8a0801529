import { readCommand } from './read-command.js';
import { hostPattern, withLimit } from './with-limit.js';

const partsOf = (command: string) => readCommand(command.split(' ')).parts.map(({ option, value }) => [option, value]);
const limited = (command: string) => withLimit(command.split(' '), 'a,b').join(' ');

describe('readCommand', () => {
  it.each(['-e a=1', '-ea=1', '-e=a=1', '--extra-vars a=1', '--extra-vars=a=1', '--ex a=1', '--extra=a=1'])(
    '%s',
    (form) => {
      expect(partsOf(`ansible-playbook ${form} x.yml`)).toEqual([
        ['extra_vars', 'a=1'],
        ['args', 'x.yml'],
      ]);
    },
  );

  it('tells switches from what follows them', () => {
    expect(partsOf('ansible-playbook --ask-pass x.yml -vvCe a=1 -- -e y.yml')).toEqual([
      ['ask_pass', ''],
      ['args', 'x.yml'],
      ...[
        ['verbosity', ''],
        ['verbosity', ''],
        ['check', ''],
        ['extra_vars', 'a=1'],
        [null, ''],
      ],
      ...[
        ['args', '-e'],
        ['args', 'y.yml'],
      ],
    ]);
    expect(partsOf('python3 -m ansible playbook --ta x y.yml')).toEqual([
      ['tags', 'x'],
      ['args', 'y.yml'],
    ]);
  });

  it.each([
    'ansible-playbook -vvCDe a=1 --unheard-of -Zx -t a -- -e x.yml -e',
    'ansible all -m shell -a',
    '/opt/venv/bin/ansible-playbook --lim=x -',
  ])('keeps the words of %s', (command) => {
    const { program, parts } = readCommand(command.split(' '));
    expect([...program, ...parts.flatMap(({ words }) => words)].join(' ')).toBe(command);
  });
});

describe('withLimit', () => {
  it.each([
    ['ansible-playbook -i x site.yml', 'ansible-playbook -i x site.yml --limit a,b'],
    ['ansible-playbook -l all -i x site.yml', 'ansible-playbook --limit a,b -i x site.yml'],
    ['ansible-playbook --lim=x -l y -e a site.yml', 'ansible-playbook --limit a,b -e a site.yml'],
    ['ansible-playbook -CDl x -vly site.yml', 'ansible-playbook -C -D -v --limit a,b site.yml'],
    ['ansible-playbook -vvC -i x -- site.yml', 'ansible-playbook -vvC -i x --limit a,b -- site.yml'],
    ['ansible-playbook -e --limit site.yml', 'ansible-playbook -e --limit site.yml --limit a,b'],
    ['python3 -m ansible playbook site.yml', 'python3 -m ansible playbook site.yml --limit a,b'],
  ])('%s', (command, expected) => {
    expect(limited(command)).toBe(expected);
  });
});

describe('hostPattern', () => {
  it('names hosts as Ansible finds them', () => {
    expect(hostPattern(['ctl-001', 'ctl-002.example.org'])).toEqual({
      pattern: 'ctl-001,ctl-002.example.org',
      unspeakable: [],
    });
    expect(hostPattern(['2001:db8::1'])).toEqual({ pattern: '2001:db8::1,', unspeakable: [] });
    expect(hostPattern([])).toEqual({ pattern: '', unspeakable: [] });
  });

  it('tells those apart that Ansible would take for something else', () => {
    const names = ['~x', '!x', '&x', '@x', '-x', 'a*', 'a?', 'a[0]', 'a,b', 'a b', '', 'x'.repeat(300)];
    expect(hostPattern(['ok', ...names])).toEqual({ pattern: 'ok', unspeakable: names });
  });
});
