import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { RECORDED_HOOKS, RECORDINGS } from '../support/recordings.js';

interface RecordedEvent {
  ev: string;
  ignore?: boolean;
  res?: { changed?: boolean };
}

/** Counted from the hooks themselves, by the names that Ansible gave to them. */
function countsOf(file: string): Record<string, number> {
  const counts: Record<string, number> = { ok: 0, changed: 0, failed: 0, skipped: 0, unreachable: 0 };
  for (const line of gunzipSync(readFileSync(file)).toString().trim().split('\n')) {
    const event = JSON.parse(line) as RecordedEvent;
    const status = event.ev === 'ok' && event.res?.changed === true ? 'changed' : event.ev;
    if (counts[status] !== undefined) counts[status] += 1;
  }
  return counts;
}

describe('recorded runs', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start();
  });
  afterAll(() => product.stop());

  it.each([...RECORDINGS])('%s loads whole: results per status equal the hooks', async (name, file) => {
    const { url, token } = product.client;
    const loaded = await loadRecording(file, { url, token });
    expect(loaded).toMatchObject({ duplicates: 0, rejected: [] });
    const expected = countsOf(RECORDED_HOOKS.get(name) ?? '');
    const run = await eventually(async () => {
      const { data } = await product.client.ask(
        `query ($id: ID!) {
          run(id: $id) {
            status missingEvents { from } resultCounts { ok changed failed skipped unreachable }
            ${Object.keys(expected)
              .map((status) => `${status}: results(filter: { status: [${status}] }) { totalCount }`)
              .join('\n')}
          }
        }`,
        { id: loaded.runId },
      );
      return data.run !== null && data.run.status !== 'running' ? data.run : null;
    });
    expect(run.resultCounts).toEqual(expected);
    for (const [status, count] of Object.entries(expected)) expect(run[status]).toEqual({ totalCount: count });
    expect(run.missingEvents).toEqual([]);
    expect(await loadRecording(file, { url, token })).toMatchObject({
      accepted: 0,
      duplicates: loaded.accepted,
    });
  });

  it('groups the failures of the recordings by their causes', async () => {
    const groupOf = async (text: string) => {
      const { data } = await product.client.ask(
        `query ($text: String!) {
          failureGroups(filter: { text: $text }) {
            nodes { title action role state services releases counts { failed unreachable ignored total checkMode } }
          }
        }`,
        { text },
      );
      return data.failureGroups.nodes as object[];
    };
    const { data } = await product.client.ask(
      '{ failures(days: 3650, first: 100) { totalCount } failureGroups { nodes { counts { total } } } }',
    );
    const grouped = data.failureGroups.nodes.map(({ counts }: { counts: { total: number } }) => counts.total);
    expect(grouped.reduce((sum: number, count: number) => sum + count, 0)).toBe(data.failures.totalCount);
    expect(grouped).toHaveLength(3);
    expect(await groupOf('MariaDB')).toMatchObject([
      {
        title: 'Timeout when waiting for search string MariaDB in <host>:<n>',
        action: 'wait_for',
        role: 'mariadb',
        state: 'known',
        services: ['mariadb'],
        counts: { failed: 0, ignored: RECORDINGS.has('kolla-1-deploy') ? 6 : 3 },
      },
    ]);
    expect(await groupOf('_containers')).toMatchObject([
      { role: 'rabbitmq', state: 'new', services: ['rabbitmq'], counts: { failed: 1, checkMode: 1 } },
    ]);
    expect(await groupOf('ssh')).toMatchObject([
      {
        title: 'Failed to connect to the host via ssh: ssh: connect to host <host> port <n>: No route to host',
        state: 'new',
        counts: { unreachable: 1, checkMode: 0 },
      },
    ]);
  });
});
