import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type * as threads from '../../apps/api/src/ingest/reading-thread.js';
import type * as readers from '../../apps/api/src/ingest/upload-reader.js';
import { readServerSettings } from '#config';
import { Logger } from '#telemetry';

const MIB = 1024 * 1024;

/** As it was built: a thread loads no TypeScript. */
const built = (name: string) => import(join(process.cwd(), 'dist/apps/api/src/ingest', name));
const { ReadingThread } = (await built('reading-thread.js')) as typeof threads;
const { UploadReader } = (await built('upload-reader.js')) as typeof readers;

const uploadOf = (text: string) => ({ raw: gzipSync(text), encoding: 'gzip', maxBytes: 64 * MIB });
const line = (text: string) => `{"seq":1,"type":"nothing","text":"${text}"}\n`;

describe('a thread that reads uploads', () => {
  it('reads one after another', async () => {
    const thread = await ReadingThread.start(['corp-[0-9]{8}']);
    try {
      for (const text of ['corp-12345678', 'nothing']) {
        const outcome = await thread.read(uploadOf(line(text)), 10_000);
        expect(outcome).toMatchObject({
          batch: { secrets: text === 'nothing' ? 0 : 1, rejected: [{ code: 'unknown_type', raw: expect.any(Buffer) }] },
        });
      }
    } finally {
      await thread.end();
    }
  });

  it('fails by its deadline for what an operator’s pattern takes too long for', async () => {
    // RE2 takes linear time for each match, and here there are as many as letters.
    const thread = await ReadingThread.start(['(?:a[a-z]*END)|a']);
    const started = performance.now();
    await expect(thread.read(uploadOf(line('a'.repeat(200_000))), 500)).rejects.toThrow(/not read within/);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('is none to ask again when its time ran out while the machine stood still, and says so', async () => {
    const thread = await ReadingThread.start([]);
    // From here the event loop goes to its timers before it takes what came: both wait when the machine goes on.
    await setImmediate();
    const reading = thread.read(uploadOf(line('nothing')), 200);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
    await expect(reading).resolves.toMatchObject({ batch: { secrets: 0 } });
    expect(thread.isAlive).toBe(false);
    await expect(thread.read(uploadOf(line('nothing')), 60_000)).rejects.toThrow(/has ended/);
  });

  it('is followed by another one: its end holds up no upload', async () => {
    const settings = readServerSettings({ DATABASE_URL: 'postgres://none', REDACT_PATTERNS: 'corp-[0-9]{8}' });
    const reader = new UploadReader(Logger.create('test', 'error'), settings);
    for (let upload = 0; upload < 3; upload++) {
      expect(await reader.read(uploadOf(line('corp-12345678')))).toMatchObject({ batch: { secrets: 1 } });
      await reader.onModuleDestroy();
    }
  });

  it('fails, and not the process, for what takes more memory than there is', async () => {
    const thread = await ReadingThread.start([], 64);
    const many = Array.from({ length: 400_000 }, (_, at) => `{"seq":${at},"type":"x","a":{"b":[${at},${at},"${at}"]}}`);
    await expect(thread.read(uploadOf(many.join('\n')), 60_000)).rejects.toThrow(/more memory/);
  });
});
