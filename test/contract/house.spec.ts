import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = process.cwd();
const VALUE = 'export const value = 1;\n';
const TYPE = 'export interface Thing {}\n';
const valueOf = (path: string) => `import { value } from '${path}';\nexport const other = value;\n`;
const typeOf = (path: string) => `import type { Thing } from '${path}';\nexport type Other = Thing;\n`;

describe('a circle of folders', () => {
  let tree: string;

  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'playledger-house-'));
  });
  afterEach(() => {
    rmSync(tree, { recursive: true });
  });

  /** Of a lib that there is only here. */
  function plant(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(tree, 'libs/planted/src', name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  function run(...command: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: tree, encoding: 'utf8' });
    return { status, said: stdout + stderr };
  }

  const house = () => run(join(ROOT, 'scripts/house.mjs'), tree);

  function cruise(config: string) {
    writeFileSync(join(tree, 'tsconfig.json'), '{ "include": ["libs"] }');
    return run(
      join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      join(ROOT, config),
      'libs',
    );
  }

  it('is none while imports go one way, whatever specs import', () => {
    plant({
      'index.ts': valueOf('./upper/a.js'),
      'upper/a.ts': valueOf('../lower/a.js'),
      'lower/a.ts': VALUE,
      'lower/a.spec.ts': valueOf('../upper/a.js'),
    });
    expect(house()).toMatchObject({ status: 0 });
    expect(cruise('.dependency-cruiser.folders.cjs')).toMatchObject({ status: 0 });
  });

  it('is found between two, though no two files import each other and only types are imported', () => {
    plant({
      'one/a.ts': typeOf('../two/b.js'),
      'one/b.ts': TYPE,
      'two/a.ts': typeOf('../one/b.js'),
      'two/b.ts': TYPE,
    });
    const { status, said } = house();
    expect(status).toBe(1);
    expect(said).toContain('libs/planted/src/one and libs/planted/src/two import each other');
    expect(said).toContain('libs/planted/src/two/a.ts > libs/planted/src/one/b.ts');
    const ruled = cruise('.dependency-cruiser.folders.cjs');
    expect(ruled.status).not.toBe(0);
    expect(ruled.said).toContain('folders-one-way: libs/planted/src/one');
    expect(cruise('.dependency-cruiser.cjs')).toMatchObject({ status: 0 });
  });

  it('is found between a folder and one in it, which dependency-cruiser takes for one', () => {
    plant({ 'start.ts': valueOf('./part/a.js'), 'place.ts': VALUE, 'part/a.ts': valueOf('../place.js') });
    const { status, said } = house();
    expect(status).toBe(1);
    expect(said).toContain('libs/planted/src and libs/planted/src/part import each other');
  });

  it('is found among three', () => {
    plant({
      'one/a.ts': valueOf('../two/b.js'),
      'one/b.ts': VALUE,
      'two/a.ts': valueOf('../three/b.js'),
      'two/b.ts': VALUE,
      'three/a.ts': valueOf('../one/b.js'),
      'three/b.ts': VALUE,
    });
    const { status, said } = house();
    expect(status).toBe(1);
    expect(said).toContain('libs/planted/src/one, libs/planted/src/three, libs/planted/src/two');
    expect(cruise('.dependency-cruiser.folders.cjs').status).not.toBe(0);
  });

  it('is found of files by the types that they import', () => {
    plant({ 'a.ts': `${TYPE}${typeOf('./b.js')}`, 'b.ts': `${TYPE}${typeOf('./a.js')}` });
    const { status, said } = cruise('.dependency-cruiser.cjs');
    expect(status).not.toBe(0);
    expect(said).toContain('no-circles: libs/planted/src/a.ts');
  });
});
