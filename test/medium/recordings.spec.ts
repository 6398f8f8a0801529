import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { RECORDINGS } from '../support/recordings.js';

interface RecordedEvent {
  ev: string;
  ignore?: boolean;
  res?: { changed?: boolean };
}

/** Counted from the recording itself, by the names that Ansible gave to its hooks. */
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

  it.each([...RECORDINGS])('%s loads whole: results per status equal the recording', async (_name, file) => {
    const { url, token } = product.client;
    const loaded = await loadRecording(file, { url, token });
    expect(loaded).toMatchObject({ duplicates: 0, rejected: [] });
    const expected = countsOf(file);
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
});
