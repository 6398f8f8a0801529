import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { v7 as uuidv7 } from 'uuid';
import { aRun, aTask, ndjson } from '../support/a-run.js';
import { Product } from '../support/product.js';

/** What the plugin's own client makes of the answer to an upload. */
const ASK = `
import base64, json, sys
from plugin_utils.ingest_client import IngestClient
url, token, run_id, body, events = sys.argv[1:]
client = IngestClient(url, token, 60.0)
if run_id.startswith("as text/plain "):
    run_id = run_id.rpartition(" ")[2]
    client._headers["Content-Type"] = "text/plain"
answer = client.post(run_id, base64.b64decode(body))
print(json.dumps({"rejected": answer.rejected(int(events)), "refusal": (answer.refusal() or [None])[0],
                  "isForGood": answer.is_for_good()}))
`;

describe('what the plugin reads in the answers of this server', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start();
  });
  afterAll(() => product.stop());

  const run = aRun().with(aTask().okOn('ctl-001', 'ctl-002'));
  const good = () => gzipSync(ndjson(run.events()));
  const count = () => run.events().length;

  async function ask(runId: string, body: Buffer, events: number, token = product.client.token) {
    const python = spawn(
      'python3',
      ['-B', '-c', ASK, product.client.url, token, runId, body.toString('base64'), String(events)],
      {
        env: { ...process.env, PYTHONPATH: join(process.cwd(), 'callback-plugin/plugins') },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    return json(python.stdout);
  }

  it('settles what was read: accepted, duplicates, rejected, a sign of life', async () => {
    expect(await ask(run.id, good(), count())).toEqual({ rejected: [], refusal: null, isForGood: false });
    expect(await ask(run.id, good(), count())).toMatchObject({ rejected: [] });
    expect(await ask(run.id, good(), count() + 1)).toMatchObject({ rejected: null });
    const mixed = gzipSync(`${ndjson(run.events()).toString()}nonsense\n{"seq": 9}\n`);
    expect(await ask(run.id, mixed, count() + 2)).toMatchObject({
      rejected: [
        { code: 'invalid_json', seq: null },
        { code: 'unknown_type', seq: 9 },
      ],
    });
    expect(await ask(run.id, gzipSync('{"seq": 1}\n'), 1)).toMatchObject({ rejected: [{ code: 'unknown_type' }] });
    expect(await ask(run.id, Buffer.alloc(0), 0)).toMatchObject({ rejected: [] });
  });

  it('knows which refusals are for good', async () => {
    const refused = (refusal: string, isForGood: boolean) => ({ rejected: null, refusal, isForGood });
    expect(await ask('kolla', good(), count())).toEqual(refused('invalid_run_id', true));
    expect(await ask(run.id, Buffer.from('not gzip'), 1)).toEqual(refused('malformed_gzip', true));
    expect(await ask(run.id, gzipSync(good()), 1)).toEqual(refused('unexpected_gzip', true));
    const many = gzipSync('{}\n'.repeat(20_001));
    expect(await ask(uuidv7(), many, 20_001)).toEqual(refused('too_many_events', true));
    expect(await ask(`as text/plain ${run.id}`, good(), count())).toEqual(refused('unsupported_media_type', true));
    expect(await ask(run.id, good(), count(), 'wrong')).toEqual(refused('unauthenticated', false));
  });
});
