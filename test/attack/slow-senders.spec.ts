import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { aRun, aTask } from '../support/a-run.js';
import { isLongAttack } from '../support/attack-length.js';
import { HealthWatch } from '../support/health-watch.js';
import { Product } from '../support/product.js';

const SENDERS = 300;
/** Fastify looks every thirty seconds for requests that have taken a minute. */
const CLOSED_AFTER_MS = 100_000;

describe('senders that never come to an end', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start();
  });
  afterAll(() => product.stop());

  it('are in nobody’s way, and are closed', async () => {
    const { client } = product;
    const { hostname, port } = new URL(client.url);
    const authorization = `authorization: Bearer ${client.token}`;
    const upload = `POST /api/ingest/v1/runs/${uuidv7()}/batches HTTP/1.1`;
    const beginnings = [
      ['POST /graphql HTTP/1.1', `host: ${hostname}`],
      ['POST /graphql HTTP/1.1', `host: ${hostname}`, authorization, 'content-type: application/json'].concat(
        'content-length: 1000',
        '',
        '{"query": "',
      ),
      [upload, `host: ${hostname}`, authorization, 'content-type: application/x-ndjson'].concat(
        'content-length: 8000000',
        '',
        '{"seq": 1',
      ),
    ].map((lines) => lines.join('\r\n'));
    const watching = await HealthWatch.start(client.url, product.apis[0]?.pid ?? 0);
    const open = new Set<Socket>();
    for (let at = 0; at < SENDERS; at++) {
      const socket = connect(Number(port), hostname);
      open.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
      socket.write(beginnings[at % beginnings.length] ?? '');
      socket.resume();
    }
    // A sign a second: enough for whoever only looks whether anything comes.
    const dripping = setInterval(() => open.forEach((socket) => socket.write('x')), 1_000);
    try {
      await sleep(3_000);
      const run = aRun().with(aTask().okOn('ctl-001'));
      expect((await client.ask('{ me { name } }')).data).toEqual({ me: { name: 'admin' } });
      // As many of its uploads are under way as one token may have: it is told when to come again, and its plugin does.
      expect([202, 429]).toContain((await client.upload(run.id, run.events())).status);
      const end = Date.now() + (isLongAttack ? CLOSED_AFTER_MS : 2_000);
      while (open.size > 0 && Date.now() < end) await sleep(500);
      const watched = await watching.end();
      console.info(JSON.stringify({ senders: SENDERS, left: open.size, ...watched }));
      expect(watched.memory).toBeLessThan(600);
      expect(watched.slowest).toBeLessThan(isLongAttack ? 300 : 2_000);
      if (isLongAttack) {
        expect(open.size).toBe(0);
        expect((await client.upload(run.id, run.events())).status).toBe(202);
      }
    } finally {
      clearInterval(dripping);
      for (const socket of open) socket.destroy();
    }
  });
});
