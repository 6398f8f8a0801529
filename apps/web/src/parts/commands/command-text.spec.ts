import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine, commandText } from './command-text.js';
import { COMMAND_WORDS, type CommandWord } from './command-words.js';
import { quoted } from './quoted.js';

const REDACTED = '<redacted by playledger>';
const say =
  (language: 'en' | 'de' = 'en') =>
  (key: CommandWord, values: Record<string, string | number> = {}): string =>
    COMMAND_WORDS[language][key].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
const textOf = (words: string[], directory: string | null = null, notes: string[] = []) =>
  commandText({ words, directory, notes }, say());

/** Signs that a shell, a terminal or a person may take for something else. */
const WORDS = [
  ...[
    'site.yml',
    '-e',
    'a=1',
    '=ls',
    '~/x',
    "it's",
    '$(id) `id` $HOME',
    '',
    ' ',
    '#x',
    '!!',
    '*',
    '{a,b}',
    'a\\b',
    '"',
  ],
  ...[
    '--limit',
    'ctl-001:&control,!x',
    'a\nb',
    'tab\there',
    '\u001b[201~\nid\n',
    '\u0007',
    '\u007f',
    '\u0085',
    '\u202eevil',
  ],
  ...['\u2028', 'ünïcode 💥', '日本', "\u0001it's\\", '{"a": "b", "c": [1, 2]}', '%1', '-', '--', '<x>', 'x;y|z&'],
];

describe('a command, pasted into a shell', () => {
  const directory = mkdtempSync(join(tmpdir(), "playledger it's "));
  beforeAll(() => {
    const path = join(directory, 'ansible-playbook');
    writeFileSync(path, '#!/bin/sh\npwd\nprintf "%s\\0" "$@"\n');
    chmodSync(path, 0o755);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const env = { PATH: `${directory}:${process.env['PATH'] ?? ''}`, LC_ALL: 'C.UTF-8' };
  const paste = (text: string, more: Record<string, string> = {}, shell = 'bash') => {
    const norc = shell === 'bash' ? ['--norc'] : [];
    const { status, stdout, stderr } = spawnSync(shell, [...norc, '-c', text], {
      env: { ...env, ...more },
      encoding: 'utf8',
    });
    const [place = '', ...rest] = stdout.split('\n');
    return { status, place, words: rest.join('\n').split('\0').slice(0, -1), stderr };
  };

  it('has the words that were typed, in order, where they were typed', () => {
    const text = textOf(['ansible-playbook', ...WORDS], directory, ['A note.']);
    execFileSync('bash', ['-n', '-c', text]);
    expect(paste(text)).toEqual({ status: 0, place: directory, words: WORDS, stderr: '' });
  });

  it('is for any shell where no word has controls', () => {
    const words = WORDS.filter((word) => !quoted(word).startsWith('$'));
    expect(paste(textOf(['ansible-playbook', ...words]), {}, 'sh').words).toEqual(words);
  });

  it('shows every sign: none that a terminal obeys, or that nobody sees', () => {
    expect(WORDS.map(quoted).join(' ')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('runs only when somebody has given what was not recorded', () => {
    const words = [
      'ansible-playbook',
      '-e',
      `db_password=${REDACTED}`,
      '-e',
      `{"x": "${REDACTED}", "y": "it's"}`,
      'site.yml',
    ];
    const text = textOf(words);
    expect(text.split('\n')).toEqual([
      '# Not recorded, perhaps a secret: db_password, x. Write the value in its place. Until then a shell refuses to run this.',
      'ansible-playbook -e db_password="${LEFT_OUT_db_password:?not recorded}" ' +
        `-e '{"x": "'"\${LEFT_OUT_x:?not recorded}"'", "y": "it'\\''s"}' site.yml`,
    ]);
    const refused = paste(text, { db_password: 'of something else' });
    expect(refused).toMatchObject({ place: '', words: [] });
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain('LEFT_OUT_db_password: not recorded');
    expect(paste(text, { LEFT_OUT_db_password: 'a b', LEFT_OUT_x: '$1' }).words).toEqual([
      ...['-e', 'db_password=a b', '-e', '{"x": "$1", "y": "it\'s"}', 'site.yml'],
    ]);
  });

  it.each([
    [['-e', 'a=... <968 bytes left out by playledger>'], 'a'],
    [['--vault-password-file', '<left out by playledger, as ignored_arguments says>'], 'vault_password_file'],
    [['--private-key=<left out by playledger, as ignored_arguments says>'], 'private_key'],
    [['... <9000 words left out by playledger>'], 'value'],
    [['<2001 more left out by playledger>'], 'value'],
    [['-e', REDACTED], 'extra_vars'],
    [['-e', `x y=${REDACTED}`, `y: ${REDACTED}`], 'y, y_2'],
    [['caf\uFFFD'], 'value'],
  ])('names what %j lacks', (words, names) => {
    const text = textOf(['ansible-playbook', ...words]);
    expect(text).toContain(`perhaps a secret: ${names}. `);
    expect(paste(text).words).toEqual([]);
  });

  it('has comments that no shell runs, even one that takes none', () => {
    const hostile = `it's $(id) \`id\`; rm -rf ~ \n id > x | y & "z" \\ !! {a,b} (c) * ? [d]`;
    for (const language of ['en', 'de'] as const) {
      for (const key of Object.keys(COMMAND_WORDS[language]) as CommandWord[]) {
        const note = say(language)(key, { names: hostile, count: 3 });
        const [comment, ...rest] = commandText({ words: ['id'], directory: null, notes: [note] }, say()).split('\n');
        expect(rest).toEqual(['id']);
        expect(comment).toMatch(/^# [\p{L}\p{N} .,:=_@/+-]+$/u);
        // What we wrote ourselves is not changed by that.
        const own = say(language)(key, { names: 'a, b', count: 3 });
        expect(commandText({ words: ['id'], directory: null, notes: [own] }, say())).toBe(`# ${own}\nid`);
      }
    }
  });

  it('is one line in a list', () => {
    expect(commandLine(['ansible-playbook', '-e', `a=${REDACTED}`, '-e', 'b c'])).toBe(
      "ansible-playbook -e a=… -e 'b c'",
    );
  });
});
