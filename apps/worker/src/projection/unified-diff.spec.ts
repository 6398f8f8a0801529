import { unifiedDiff } from './unified-diff.js';

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`);

describe('unifiedDiff', () => {
  it('is empty for equal texts, whatever ends them', () => {
    expect(unifiedDiff('a\nb\n', 'a\nb\n')).toBe('');
    expect(unifiedDiff('a\nb', 'a\nb\n')).toBe('');
    expect(unifiedDiff('', '')).toBe('');
  });

  it('shows a changed line with three lines around it', () => {
    const before = numbers(1, 9).join('');
    expect(unifiedDiff(before, before.replace('5', 'five'))).toBe(
      ['@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'].join('\n'),
    );
  });

  it('shows changes far apart as hunks of their own, and near ones as one', () => {
    const before = numbers(1, 20).join('');
    expect(unifiedDiff(before, before.replace('1\n', 'one\n').replace('20', 'twenty'))).toBe(
      [
        '@@ -1,4 +1,4 @@',
        '-1',
        '+one',
        ' 2',
        ' 3',
        ' 4',
        '@@ -17,4 +17,4 @@',
        ' 17',
        ' 18',
        ' 19',
        '-20',
        '+twenty',
      ].join('\n'),
    );
    expect(unifiedDiff('a\nb\nc\nd\ne\n', 'A\nb\nc\nd\nE\n').match(/@@ /g)).toHaveLength(1);
  });

  it('shows a text that begins and one that ends', () => {
    expect(unifiedDiff('', 'a\nb\n')).toBe('@@ -0,0 +1,2 @@\n+a\n+b');
    expect(unifiedDiff('a\nb\n', '')).toBe('@@ -1,2 +0,0 @@\n-a\n-b');
  });

  it('keeps what stayed between changes', () => {
    expect(unifiedDiff('a\nx\nb\n', 'x\nb\nc\n')).toBe('@@ -1,3 +1,3 @@\n-a\n x\n b\n+c');
  });

  it('replaces thousands of lines whole', () => {
    const text = unifiedDiff(numbers(1, 2_000).join(''), numbers(3_000, 5_000).join(''));
    expect(text.split('\n')).toHaveLength(1 + 2_000 + 2_001);
    expect(text.startsWith('@@ -1,2000 +1,2001 @@\n-1\n')).toBe(true);
  });
});
