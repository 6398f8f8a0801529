import { ExactNumber } from '#exact-json';
import { shortJson, shortList, shortNames, shortWords } from './storable.js';

describe('what lists of rows show', () => {
  it('is as it came where it is short', () => {
    expect(shortJson({ a: ['b\0'] })).toEqual({ a: ['b\uFFFD'] });
    expect(shortList([{ name: 'a' }, { name: 'b' }])).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(shortNames(['a', 'b'])).toEqual(['a', 'b']);
  });

  it('is short where it would make a list of rows large', () => {
    expect(shortJson({ a: 1, b: 'x'.repeat(70_000), c: 2 })).toEqual({
      a: 1,
      _playledger_left_out: '2 of 3 keys left out',
    });
    const names = Array.from({ length: 10_000 }, (_, at) => `${at} ${'n'.repeat(95)}`);
    const kept = shortNames(names);
    expect(kept.length).toBeLessThan(700);
    expect(kept.at(-1)).toBe(`... <${10_000 - kept.length + 1} names left out by playledger>`);
    expect(kept.slice(0, -1)).toEqual(names.slice(0, kept.length - 1));
    const objects = names.map((name) => ({ name }));
    const short = shortList(objects);
    expect(short).toEqual(objects.slice(0, short.length));
    expect(JSON.stringify(short).length).toBeLessThan(67_000);
    expect(short.length).toBeGreaterThan(500);
  });

  it('counts numbers with the zeros that Postgres writes', () => {
    expect(shortJson({ a: new ExactNumber('1e3'), b: new ExactNumber('1.0') })).toEqual({
      a: new ExactNumber('1000'),
      b: new ExactNumber('1.0'),
    });
    const many = Array.from({ length: 500 }, () => new ExactNumber('1e400'));
    expect(shortJson({ a: 1, many })).toEqual({ a: 1, _playledger_left_out: '1 of 2 keys left out' });
    expect(shortJson({ a: 1, long: new ExactNumber('9'.repeat(1_000_000)) })).toEqual({
      a: 1,
      _playledger_left_out: '1 of 2 keys left out',
    });
  });
});

describe('shortWords', () => {
  it('are as they came where they are short', () => {
    expect(shortWords(['ansible-playbook', 'site.yml\0'])).toEqual(['ansible-playbook', 'site.yml\uFFFD']);
    expect(shortWords([])).toEqual([]);
  });

  it('are cut where they are longest, and keep their places', () => {
    const hosts = 'ctl-001,'.repeat(8_192);
    const short = shortWords([
      'ansible-playbook',
      '--limit',
      hosts,
      '-e',
      `{"a": "${'x'.repeat(80_000)}"}`,
      'site.yml',
    ]);
    expect(short.map((word) => word.slice(0, 20))).toEqual([
      'ansible-playbook',
      '--limit',
      'ctl-001,ctl-001,ctl-',
      '-e',
      '{"a": "xxxxxxxxxxxxx',
      'site.yml',
    ]);
    expect(short[2]).toMatch(/\.\.\. <\d+ bytes left out by playledger>$/);
    const [kept] = short[2]!.split('... <');
    expect(Number(/<(\d+) bytes/.exec(short[2]!)![1])).toBe(hosts.length - kept!.length);
    expect(short.join('').length).toBeLessThan(66_000);
  });

  it('are a thousand at most, and then say how many more there were', () => {
    const short = shortWords(Array.from({ length: 10_000 }, () => 'x'.repeat(100)));
    expect(short).toHaveLength(1_001);
    expect(short.at(-1)).toBe('... <9000 words left out by playledger>');
  });
});
