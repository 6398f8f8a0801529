import { hostRule } from './host-rule.js';
import { namesOf } from './run-names.js';

describe('hostRule', () => {
  const rule = hostRule(['ctl-1', 'ctl-10.example.com', 'compute', 'Größe1', 'db', 'r<n>', '10.0.0.1']);

  it.each([
    ['ctl-1 and ctl-10, ctl-10.example.com, ctl-100', '<host> and <host>, <host>, ctl-100'],
    ['CTL-1.other.domain: no answer', '<host>: no answer'],
    ['keystone-ctl-1 of pre-compute, compute-set, compute.', 'keystone-<host> of pre-compute, compute-set, <host>.'],
    ['GRÖSSE1 größe1', 'GRÖSSE1 <host>'],
    ['ctl-1<n> r<n> r<n>2', 'ctl-1<n> <host> r<n>2'],
    ['db 10.0.0.1', 'db 10.0.0.1'],
    ['', ''],
  ])('%j: %j', (text, replaced) => {
    expect(rule.replace(text)).toBe(replaced);
    expect(rule.finds(text)).toBe(text !== replaced);
  });

  it('knows a name that goes on as another one does, in whatever order they came', () => {
    for (const names of [
      ['a1-b-c', 'a1', 'a1-b'],
      ['a1', 'a1-b', 'a1-b-c'],
      ['a1-b', 'a1-b-c', 'a1'],
    ]) {
      const known = hostRule(names);
      const replaced = ['a1', 'a1-b', 'a1-b-c', 'a1-b-d', 'a1-x'].map((text) => known.replace(text));
      expect(replaced).toEqual(['<host>', '<host>', '<host>', '<host>-d', '<host>-x']);
    }
  });
});

describe('namesOf', () => {
  it('takes 50,000 machines, and lets others have their turn meanwhile', async () => {
    const hosts = Array.from({ length: 50_000 }, (_, index) => `cmp-${index}.rack${index % 40}`);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const { inTexts, inSignatures } = await namesOf(hosts);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
    expect(inTexts.replace('no answer from cmp-49999.rack39.example.com, cmp-50000')).toBe(
      'no answer from <host>, cmp-50000',
    );
    expect(inSignatures.replace('no answer from cmp-<n>')).toBe('no answer from <host>');
  });

  it('takes linear time, whatever names and texts are', async () => {
    const hosts = Array.from({ length: 20_000 }, (_, index) => `${'a-'.repeat((index % 120) + 1)}${index}`);
    const { inTexts } = await namesOf(hosts);
    const start = process.cpuUsage();
    expect(inTexts.replace(`${'a-'.repeat(1_000)}2`)).toContain('<host>');
    expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
  });
});
