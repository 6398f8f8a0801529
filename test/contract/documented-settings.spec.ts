import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { OPEN_ID_TABLE, SETTINGS_TABLE } from '#config';

const variables = [SETTINGS_TABLE, OPEN_ID_TABLE].flatMap((table) =>
  Object.values(table).map(({ variable }) => variable),
);

/** Names of that form which the documents and deployments have, and which are no settings of the server. */
const OTHERS = new Set([
  // Of the CLI, and of docker-compose.yml itself.
  ...['PLAYLEDGER_URL', 'PLAYLEDGER_TOKEN_FILE', 'PLAYLEDGER_BIND', 'PLAYLEDGER_VERSION'],
  ...['POSTGRES_DB', 'POSTGRES_INITDB_ARGS', 'POSTGRES_PASSWORD', 'POSTGRES_USER', 'NODE_ENV', 'NODE_OPTIONS'],
  // Of the tests.
  ...['PLAYLEDGER_GOLDEN_ONLY', 'PLAYLEDGER_OUTAGE_ROUNDS', 'PLAYLEDGER_OUTAGE_SEED', 'PLAYLEDGER_UPDATE_GOLDEN'],
  // Error codes, and words of examples.
  ...['ANSWER_TOO_LARGE', 'QUERY_TOO_COSTLY', 'TOO_MANY_REQUESTS'],
  ...['RABBITMQ_CLUSTER_COOKIE', 'RUN_ID'],
  // Of OSISM, kolla and sudo.
  ...['ANSIBLE_SSH_CONTROL_PATH_DIR', 'ARA_DEFAULT_LABELS', 'CONFIG_DIR', 'SUDO_USER'],
  // Of the code.
  ...['RUN_EVENT_SCHEMAS', 'SAID_OTHERWISE', 'SQL_EXAMPLES'],
]);

const read = (path: string) => readFileSync(join(process.cwd(), path), 'utf8');
const namesIn = (text: string) => text.match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/g) ?? [];

/** Decisions and measurements stay as they were made, and may name what is gone. */
const documents = readdirSync(join(process.cwd(), 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(md|json)$/.test(path) && !/^(decisions|measurements)\//.test(path))
  .map((path) => `docs/${path}`);
const places = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'Dockerfile', 'docker-compose.yml', ...documents];

describe('the settings', () => {
  it.each(variables)('%s is documented', (variable) => {
    expect(`${read('README.md')}${read('docs/access.md')}`).toContain(`\n| \`${variable}\` `);
  });

  it.each(places)('that %s names are there', (place) => {
    expect(namesIn(read(place)).filter((name) => !variables.includes(name) && !OTHERS.has(name))).toEqual([]);
  });

  it('have each a variable of its own', () => {
    expect([...new Set(variables)]).toEqual(variables);
  });

  it('are all that docker-compose.yml and the Dockerfile set for our processes', () => {
    const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
      services: Record<string, { image?: string; environment?: Record<string, string> }>;
    };
    const composed = Object.values(services)
      .filter(({ image }) => image?.startsWith('playledger:'))
      .flatMap(({ environment = {} }) => Object.keys(environment));
    const [, block = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(read('Dockerfile')) ?? [];
    const imaged = [...block.matchAll(/(?:^|\s)([A-Z_]+)=/g)].map(([, name = '']) => name);
    expect(composed).toContain('DATABASE_URL');
    expect(imaged).toContain('HOST');
    const set = [...composed, ...imaged].filter((name) => !name.startsWith('NODE_'));
    expect(set.filter((name) => !variables.includes(name))).toEqual([]);
  });
});
