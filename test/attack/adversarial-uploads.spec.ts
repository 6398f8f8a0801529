import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ADVERSARIAL_UNITS, adversarialText } from '../support/adversarial-uploads.js';
import { aRun, aTask, ndjson, type RunBuilder } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { isLongAttack } from '../support/attack-length.js';
import { Product, ProductProcess } from '../support/product.js';

const RECORDER = 'test/support/record-loop-delay.mjs';
const MIB = 1024 * 1024;
/** `npm run test:attack` sends as much as an upload may hold; every other run of the tests is content with less. */
const UPLOAD_BYTES = (isLongAttack ? 63 : 4) * MIB;
/** What the plugin lets one result have. */
const RESULT_BYTES = MIB - 64 * 1024;
const MESSAGE_BYTES = 2_000;
/** Less than an event may have. */
const LINE_BYTES = MIB / 2;
const MOST_DELAY_MS = 100;
const ATTEMPTS = 3;

describe('an upload made to keep the redaction busy', () => {
  let product: Product;
  const idle = new ProductProcess(RECORDER, {});
  beforeAll(async () => {
    idle.start();
    product = await Product.start({
      env: {
        NODE_OPTIONS: `--import=${join(process.cwd(), RECORDER)}`,
        REDACT_PATTERNS: 'corp-[0-9]{8}\n(?:corp-?[0-9]*)+!',
      },
    });
  });
  afterAll(async () => {
    await idle.end();
    await product.stop();
  });

  /** The longest that the event loop of a process stood still since this was asked last. */
  async function loopDelay(of: ProductProcess): Promise<number> {
    const before = of.output.length;
    process.kill(of.pid!, 'SIGUSR2');
    const { ms } = await eventually(async () => {
      const said = /event loop delayed by ([\d.]+) ms/.exec(of.output.slice(before))?.[1];
      return said === undefined ? null : { ms: Number(said) };
    });
    return ms;
  }

  /** How long `send` held up the API, and what the machine held up meanwhile, in each attempt; false once it did not. */
  async function isHeldUpBy(send: () => Promise<unknown>): Promise<false | Record<'api' | 'idle', number>[]> {
    const delays: Record<'api' | 'idle', number>[] = [];
    while (delays.length < ATTEMPTS) {
      await Promise.all([loopDelay(product.apis[0]!), loopDelay(idle)]);
      await send();
      const [api, ofIdle] = await Promise.all([loopDelay(product.apis[0]!), loopDelay(idle)]);
      if (api - ofIdle <= MOST_DELAY_MS) return false;
      delays.push({ api, idle: ofIdle });
    }
    return delays;
  }

  const upload = (id: string, body: Buffer) =>
    product.client.uploadBytes(id, gzipSync(body), { 'content-encoding': 'gzip' });

  describe.each(Object.entries(ADVERSARIAL_UNITS))('%s', (_name, unit) => {
    it('holds up nobody else in results', async () => {
      const result = {
        failed: true,
        msg: adversarialText(unit, MESSAGE_BYTES),
        stdout: adversarialText(unit, RESULT_BYTES),
      };
      const task = aTask({ action: 'command' });
      for (let sent = 0; sent < UPLOAD_BYTES; sent += RESULT_BYTES) task.on('ctl-001', 'failed', { result });
      const runs: RunBuilder[] = [];
      const isHeldUp = await isHeldUpBy(async () => {
        const run = aRun().with(task);
        runs.push(run);
        expect((await upload(run.id, ndjson(run.events()))).status).toBe(202);
      });
      expect(isHeldUp).toBe(false);
      for (const { id } of runs) {
        await eventually(async () => {
          const { data } = await product.client.ask('query ($id: ID!) { run(id: $id) { status } }', { id });
          return data?.run != null && data.run.status !== 'running';
        }, 120);
      }
    });

    it('holds up nobody else where it is no event at all', async () => {
      const lines = Buffer.from(`${adversarialText(unit, LINE_BYTES)}\n`.repeat(UPLOAD_BYTES / LINE_BYTES));
      const isHeldUp = await isHeldUpBy(async () => expect((await upload(aRun().id, lines)).status).toBe(422));
      expect(isHeldUp).toBe(false);
    });

    it('holds up nobody else where it is one line', async () => {
      const line = Buffer.from(adversarialText(unit, UPLOAD_BYTES));
      const isHeldUp = await isHeldUpBy(async () => expect((await upload(aRun().id, line)).status).toBe(422));
      expect(isHeldUp).toBe(false);
    });
  });
});
