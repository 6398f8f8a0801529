import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const read = (path: string) => readFileSync(join(process.cwd(), path), 'utf8');

/** The rows of the last table of the threat model: a promise, and the files of its tests. */
function heldPromises(): Map<string, string[]> {
  const [, table = ''] = read('docs/security/threat-model.md').split('## Each promise, and what holds it');
  const rows = [...table.matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)].slice(2);
  return new Map(
    rows.map(([, promise = '', tests = '']) => [
      promise,
      [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
    ]),
  );
}

it.each(['SECURITY.md', 'docs/security/threat-model.md', 'docs/security/dependencies.md'])(
  'the links of %s lead somewhere',
  (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) =>
      join(dirname(path), link),
    );
    expect(links.filter((link) => !existsSync(join(process.cwd(), link)))).toEqual([]);
  },
);

describe('the promises of SECURITY.md', () => {
  const [, promised = ''] = read('SECURITY.md').split('## What is promised');
  const [list = ''] = promised.split('\n## ');
  const promises = [...list.matchAll(/^- \*\*(.+?)\*\*/gm)].map(([, promise = '']) => promise.replaceAll(/\s+/g, ' '));
  const held = heldPromises();

  it('are each held by tests, and no others are', () => {
    expect(promises.length).toBeGreaterThan(7);
    expect([...held.keys()].sort()).toEqual([...promises].sort());
  });

  it.each(promises)('%s: by tests that are there', (promise) => {
    const files = held.get(promise) ?? [];
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(process.cwd(), file)))).toEqual([]);
  });
});
