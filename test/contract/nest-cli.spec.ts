import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Project {
  type: 'application' | 'library';
  root: string;
  entryFile: string;
  sourceRoot: string;
}

const { projects } = JSON.parse(readFileSync('nest-cli.json', 'utf8')) as { projects: Record<string, Project> };
const foldersOf = (folder: string) => readdirSync(folder).map((name) => `${folder}/${name}`);

/** `npx @nestjs/cli generate` puts what it makes where this file says. */
describe('nest-cli.json', () => {
  it('has every app and lib but the page, which is none of Nest, and no other', () => {
    const built = [...foldersOf('apps'), ...foldersOf('libs')].filter((folder) => folder !== 'apps/web');
    expect(
      Object.values(projects)
        .map(({ root }) => root)
        .sort(),
    ).toEqual(built.sort());
  });

  it.each(Object.entries(projects))('knows where %s begins', (name, { type, root, entryFile, sourceRoot }) => {
    expect(root).toBe(`${type === 'application' ? 'apps' : 'libs'}/${name}`);
    expect(sourceRoot).toBe(`${root}/src`);
    expect(existsSync(join(sourceRoot, `${entryFile}.ts`))).toBe(true);
  });
});
