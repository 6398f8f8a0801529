import { diffLines } from './diff-lines.js';

const told = (lines: ReturnType<typeof diffLines>) => lines?.map(({ kind, text }) => `${kind} ${text}`);

describe('diffLines', () => {
  it('compares two texts', () => {
    expect(told(diffLines({ name: null, before: 'a\nb\n', after: 'a\nc\n', prepared: null }))).toEqual([
      'place @@ -1,2 +1,2 @@',
      'same  a',
      'removed -b',
      'added +c',
    ]);
  });

  it('reads what a module has compared', () => {
    expect(
      told(diffLines({ name: null, before: null, after: null, prepared: '--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n' })),
    ).toEqual(['place --- a', 'place +++ b', 'place @@ -1 +1 @@', 'removed -x', 'added +y']);
  });

  it('leaves what is too large', () => {
    expect(diffLines({ name: null, before: 'x'.repeat(600_000), after: '', prepared: null })).toBeNull();
  });
});
