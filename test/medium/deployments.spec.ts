import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { EXPECTED_RUNS, type ExpectedRun } from '../support/recorded-deployments.js';
import { RECORDINGS } from '../support/recordings.js';

const RUN = `query ($id: ID!) { run(id: $id) {
  status startedAt finishedAt
  origin { environment action operator sources { environment action operator } }
  deployments { nodes {
    service action release environment operator checkMode changesState outcome imageTags
    hostCount deployedHostCount sources { service release }
    hosts(first: 20) { nodes { host { name } outcome deployed imageTag containers { name image confirmed } } }
  } }
} }`;

const MATRIX = `query ($at: DateTime, $environment: String) { stateMatrix(at: $at, environment: $environment) {
  service host action outcome release imageTag containers { name image tag } run { uuid } deployedAt divergent
} }`;

interface MatrixRow {
  service: string;
  host: string;
  containers: Record<string, string>;
  [field: string]: unknown;
}

const tagOf = (image: string) => image.slice(image.lastIndexOf(':') + 1);
const keyOf = ({ service, host }: Pick<MatrixRow, 'service' | 'host'>) => `${service} ${host}`;
const byKey = (rows: MatrixRow[]) => rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

/** What a run leaves behind: one row for each service and host that it really deployed. */
function stateAfter(uuid: string, { action, release, checkMode, services }: ExpectedRun): MatrixRow[] {
  if (checkMode) return [];
  return Object.entries(services).flatMap(([service, { hosts, containers }]) =>
    Object.entries(hosts).flatMap(([host, outcome]) => {
      if (outcome === 'unreachable') return [];
      const [first = ''] = Object.values(containers);
      return { service, host, action, outcome, release, imageTag: tagOf(first), containers, run: { uuid } };
    }),
  );
}

describe('deployments of recorded runs', () => {
  let product: Product;
  let client: ApiClient;
  const loaded: { name: string; uuid: string; finishedAt: string; matrix: MatrixRow[] }[] = [];
  const drawn = new Map<string, MatrixRow>();

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterAll(() => product.stop());

  const matrix = async (variables: Record<string, unknown> = {}): Promise<MatrixRow[]> => {
    const { data, errors } = await client.ask(MATRIX, variables);
    expect(errors).toBeUndefined();
    return byKey(
      data.stateMatrix.map(({ containers, deployedAt: _at, divergent: _divergent, ...row }: MatrixRow) => ({
        ...row,
        containers: Object.fromEntries(
          (containers as unknown as { name: string; image: string }[]).map(({ name, image }) => [name, image]),
        ),
      })),
    );
  };

  it.each([...RECORDINGS].filter(([name]) => name in EXPECTED_RUNS))(
    '%s: its deployments, and the state after it, are those a careful person would write down',
    async (name, file) => {
      const { url, token } = client;
      const { runId } = await loadRecording(file, { url, token });
      const run = await eventually(async () => {
        const { data } = await client.ask(RUN, { id: runId });
        return data.run !== null && data.run.status !== 'running' ? data.run : null;
      });
      const expected = EXPECTED_RUNS[name]!;
      const { environment, action, operator, release } = expected;
      expect(run.origin).toEqual({
        environment,
        action,
        operator,
        sources: {
          environment: environment === null ? null : 'ENVIRONMENT',
          action: 'kolla_action',
          operator: expected.operatorSource,
        },
      });

      const deployments = Object.entries(expected.services).map(([service, { hosts, containers, outcome }]) => {
        const images = Object.values(containers);
        return {
          ...{ service, action, release, environment, operator },
          checkMode: expected.checkMode ?? false,
          changesState: !expected.checkMode,
          outcome: outcome ?? 'completed',
          imageTags: [...new Set(images.map(tagOf))],
          hostCount: Object.keys(hosts).length,
          deployedHostCount: Object.values(hosts).filter((host) => host !== 'unreachable').length,
          sources: { service: 'role list of the play', release: expected.releaseSource },
          hosts: {
            nodes: Object.keys(hosts)
              .sort()
              .map((host) => ({ host, isLost: hosts[host] === 'unreachable' }))
              .map(({ host, isLost }) => ({
                host: { name: host },
                outcome: hosts[host],
                deployed: !isLost,
                imageTag: isLost || images[0] === undefined ? null : tagOf(images[0]),
                containers: (isLost ? [] : Object.entries(containers)).map(([container, image]) => ({
                  ...{ name: container, image },
                  confirmed: true,
                })),
              })),
          },
        };
      });
      const found = [...run.deployments.nodes].sort((a, b) => (a.service < b.service ? -1 : 1));
      expect(found).toEqual(deployments);

      for (const row of stateAfter(runId, expected)) drawn.set(keyOf(row), row);
      const now = await matrix();
      expect(now).toEqual(byKey([...drawn.values()]));
      loaded.push({ name, uuid: runId, finishedAt: run.finishedAt, matrix: now });
    },
  );

  it('gives the state as it was at the end of each of them', async () => {
    for (const { finishedAt, matrix: then } of loaded) expect(await matrix({ at: finishedAt })).toEqual(then);
    expect(await matrix({ at: '2026-11-22T00:00:00Z' })).toEqual([]);
  });

  it('gives the state of one environment', async () => {
    const services = new Set((await matrix({ environment: 'kolla' })).map(({ service }) => service));
    expect([...services]).toEqual(['common', 'keystone', 'mariadb']);
    expect(await matrix({ environment: 'ceph' })).toEqual([]);
  });

  it('names the hosts of a service that differ from the others', async () => {
    const divergent = `{ stateMatrix { service host divergent } }`;
    const { data } = await client.ask(divergent);
    const found = data.stateMatrix
      .filter((row: { divergent: boolean }) => row.divergent)
      .map((row: MatrixRow) => keyOf(row));
    // The host that was unreachable when memcached got a new image; without the first run it never had one.
    expect(found).toEqual(drawn.has('memcached ctl-003') ? ['memcached ctl-003'] : []);
  });
});
