import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type * as source from '../../apps/api/src/ingest/reading-thread.js';

const MIB = 1024 * 1024;

/** As it was built: a thread loads no TypeScript. */
const { ReadingThread } = (await import(
  join(process.cwd(), 'dist/apps/api/src/ingest/reading-thread.js')
)) as typeof source;

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

  it('fails, and not the process, for what takes more memory than there is', async () => {
    const thread = await ReadingThread.start([], 64);
    const many = Array.from({ length: 400_000 }, (_, at) => `{"seq":${at},"type":"x","a":{"b":[${at},${at},"${at}"]}}`);
    await expect(thread.read(uploadOf(many.join('\n')), 60_000)).rejects.toThrow(/more memory/);
  });
});
