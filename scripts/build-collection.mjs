import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { parse } from 'yaml';
import { ROOT } from './root.mjs';
import { Failure } from './step.mjs';

const SOURCE = join(ROOT, 'callback-plugin');
const TARGET = join(ROOT, 'dist', 'collection');

/** What `ansible-galaxy collection build` leaves out unasked (ansible/galaxy/collection/__init__.py). */
const IGNORED_PATTERNS = [
  'MANIFEST.json',
  'FILES.json',
  'galaxy.yml',
  'galaxy.yaml',
  '.git',
  '*.pyc',
  '*.retry',
  'tests/output',
];
const IGNORED_FOLDERS = new Set(['CVS', '.bzr', '.hg', '.git', '.svn', '__pycache__', '.tox']);

/** The same sources give the same bytes: the file's hash says whether a control host is up to date. */
const MTIME = new Date('2020-01-01T00:00:00Z');

/**
 * Does what `ansible-galaxy collection build` does, on a machine without Ansible.
 * Returns the path of the artifact.
 */
export async function buildCollection() {
  const galaxy = parse(readFileSync(join(SOURCE, 'galaxy.yml'), 'utf8'));
  for (const key of ['namespace', 'name', 'version', 'readme', 'authors']) {
    if (galaxy[key] === undefined) throw new Failure(`callback-plugin/galaxy.yml has no ${key}.`);
  }
  const patterns = [...IGNORED_PATTERNS, `${galaxy.namespace}-${galaxy.name}-*.tar.gz`, ...(galaxy.build_ignore ?? [])];
  const entries = entriesUnder('', patterns.map(toRegExp));
  const files = json({ files: [listed('.', null), ...entries.map(({ name, data }) => listed(name, data))], format: 1 });
  const manifest = json({
    collection_info: collectionInfo(galaxy),
    file_manifest_file: listed('FILES.json', files),
    format: 1,
  });

  const archive = pack();
  for (const { name, data, executable } of [
    { name: 'MANIFEST.json', data: manifest },
    { name: 'FILES.json', data: files },
    ...entries,
  ]) {
    const header = { mtime: MTIME, uid: 0, gid: 0, uname: '', gname: '' };
    if (data === null) archive.entry({ ...header, name: `${name}/`, type: 'directory', mode: 0o755 });
    else archive.entry({ ...header, name, mode: executable ? 0o755 : 0o644 }, data);
  }
  archive.finalize();
  const artifact = join(TARGET, `${galaxy.namespace}-${galaxy.name}-${galaxy.version}.tar.gz`);
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(`${artifact}.new`, gzipSync(await buffer(archive), { level: 9 }));
  renameSync(`${artifact}.new`, artifact);
  for (const name of readdirSync(TARGET)) {
    if (join(TARGET, name) !== artifact) rmSync(join(TARGET, name), { recursive: true });
  }
  return artifact;
}

function entriesUnder(folder, patterns) {
  return readdirSync(join(SOURCE, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (patterns.some((pattern) => pattern.test(name))) return [];
      if (entry.isDirectory()) {
        return IGNORED_FOLDERS.has(entry.name) ? [] : [{ name, data: null }, ...entriesUnder(name, patterns)];
      }
      if (!entry.isFile()) throw new Failure(`callback-plugin/${name} is neither a file nor a directory.`);
      const data = readFileSync(join(SOURCE, name));
      return [{ name, data, executable: data.subarray(0, 2).toString() === '#!' }];
    });
}

/** Python's fnmatch, with which build_ignore is matched: `*` crosses slashes. */
function toRegExp(pattern) {
  const source = pattern.replace(/\*+|\?|[\\^$.|+(){}[\]]/g, (found) => {
    if (found.startsWith('*')) return '.*';
    return found === '?' ? '.' : `\\${found}`;
  });
  return new RegExp(`^${source}$`, 's');
}

function listed(name, data) {
  const isFolder = data === null;
  return {
    name,
    ftype: isFolder ? 'dir' : 'file',
    chksum_type: isFolder ? null : 'sha256',
    chksum_sha256: isFolder ? null : createHash('sha256').update(data).digest('hex'),
    format: 1,
  };
}

function collectionInfo(galaxy) {
  const list = (value) => (value === undefined || value === null ? [] : [value].flat());
  return {
    namespace: galaxy.namespace,
    name: galaxy.name,
    version: String(galaxy.version),
    authors: list(galaxy.authors),
    readme: galaxy.readme,
    tags: list(galaxy.tags),
    description: galaxy.description ?? null,
    license: list(galaxy.license),
    license_file: galaxy.license_file ?? null,
    dependencies: galaxy.dependencies ?? {},
    repository: galaxy.repository ?? null,
    documentation: galaxy.documentation ?? null,
    homepage: galaxy.homepage ?? null,
    issues: galaxy.issues ?? null,
  };
}

function json(value) {
  return Buffer.from(JSON.stringify(value, null, 1));
}
