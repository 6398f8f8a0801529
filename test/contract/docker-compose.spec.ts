import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { parse } from 'yaml';

interface Service {
  environment?: Record<string, string>;
  volumes?: string[];
  command?: unknown;
  entrypoint?: unknown;
  healthcheck?: { test?: unknown };
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

describe('docker-compose.yml', () => {
  const { services, volumes } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
  const { api, worker } = services as { api: Service; worker: Service };

  it('gives API and workers one key of the seals, in a volume that outlives them', () => {
    for (const { environment } of [api, worker]) expect(environment?.['SEAL_KEY_FILE']).toBe('/seal/seal-key.pem');
    expect(worker.volumes).toContain('seal:/seal');
    expect(api.volumes).toContain('seal:/seal:ro');
    expect(Object.keys(volumes)).toContain('seal');
    // Else the volume is root's, and no worker can write there.
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^RUN install -d -o node -g node -m 0700 .*\/seal$/m);
  });

  it('gives each command, entry point and check as words, none of which YAML takes for something else', () => {
    const given = Object.entries(services).flatMap(([name, { command, entrypoint, healthcheck }]) =>
      [command, entrypoint, healthcheck?.test].flatMap((words) => (words === undefined ? [] : [{ name, words }])),
    );
    expect(given.length).toBeGreaterThanOrEqual(8);
    for (const { name, words } of given) {
      const texts = Array.isArray(words) ? words : [words];
      expect({ name, texts: texts.filter((word) => typeof word !== 'string') }).toEqual({ name, texts: [] });
    }
  });

  it('checks a worker by what Node can run', () => {
    const [kind, node, option, script] = worker.healthcheck?.test as string[];
    expect([kind, node, option]).toEqual(['CMD', 'node', '-e']);
    expect(() => new Script(script ?? '')).not.toThrow();
    expect(script).toContain('process.exit(ok ? 0 : 1)');
  });

  it('names each volume that a service keeps anything in', () => {
    const used = Object.values(services).flatMap(({ volumes: mounts = [] }) =>
      mounts.map((mount) => mount.split(':')[0]),
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(volumes).sort());
  });
});
