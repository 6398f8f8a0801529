import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { DataSource } from 'typeorm';
import {
  appendBatch,
  batchBody,
  exportedLedger,
  exportLedger,
  linkOf,
  NO_LINK,
  packRun,
  sealLedger,
  sha256,
  storedLedger,
  verifyLedger,
  type LedgerRecords,
  type LinkedBatch,
  type Seal,
  type SealedRun,
} from '#ledger';
import { parseBatch } from '#run-events';
import { aLongRun, ndjson } from '../support/a-run.js';
import { randomFrom } from '../support/random.js';
import { sealFilesIn } from '../support/seal-files.js';
import { TestDatabase } from '../support/test-database.js';

const RUNS = 7;
const PACKED_RUNS = 3;
const MUTATIONS = 10_000;
const IN_DATABASE = 60;
const MIB = 1024 * 1024;

interface Rows {
  runs: SealedRun[];
  batches: LinkedBatch[];
  seals: Seal[];
}

const all = async <T>(records: AsyncIterable<T>): Promise<T[]> => {
  const rows: T[] = [];
  for await (const row of records) rows.push(row);
  return rows;
};
async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}
const inOrder = (a: LinkedBatch, b: LinkedBatch) =>
  a.runId === b.runId ? a.batchNo - b.batchNo : a.runId < b.runId ? -1 : 1;
const ledgerOf = ({ runs, batches, seals }: Rows): LedgerRecords => ({
  runs: () => each([...runs].sort((a, b) => (a.runId < b.runId ? -1 : 1))),
  batches: () => each([...batches].sort(inOrder)),
  seals: () => each(seals),
  redactions: () => each([]),
  retentions: () => each([]),
});

describe('the proof of the ledger', () => {
  const directory = mkdtempSync(join(tmpdir(), 'playledger-proof-'));
  const files = sealFilesIn(directory);
  let database: TestDatabase;
  let dataSource: DataSource;
  let rows: Rows;

  const seqsOf = (body: Buffer) => parseBatch(body).events.map(({ event }) => event.seq);

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.connect();
    for (let count = 0; count < RUNS; count++) {
      const run = aLongRun(6);
      const events = run.events();
      const size = Math.ceil(events.length / 5);
      for (let from = 0; from < events.length; from += size) {
        const body = ndjson(events.slice(from, from + size));
        await appendBatch(dataSource, run.id, seqsOf(body), batchBody(body));
        // Sent again: nothing is appended, and nothing is linked.
        if (from === 0) await appendBatch(dataSource, run.id, seqsOf(body), batchBody(body));
      }
      if (count % 3 === 2) await sealLedger(dataSource, files);
    }
    // Of some of the runs, batches 1 and 2 in one body, 3 and 4 in another, and 5 by itself.
    const packed = `SELECT run_id FROM ledger_run ORDER BY run_id LIMIT ${PACKED_RUNS}`;
    for (const settled of [2, 4]) {
      await dataSource.query(`UPDATE ledger_run SET settled = ${settled} WHERE run_id IN (${packed})`);
      for (const { run_id: runId } of await dataSource.query<{ run_id: string }[]>(packed)) {
        await packRun(dataSource, runId);
      }
    }
    const ledger = storedLedger(dataSource);
    rows = { runs: await all(ledger.runs()), batches: await all(ledger.batches()), seals: await all(ledger.seals()) };
  });
  afterAll(async () => {
    await database.drop();
    rmSync(directory, { recursive: true });
  });

  it('finds nothing in a ledger that nobody touched, and seals what has grown once', async () => {
    const verdict = await verifyLedger(storedLedger(dataSource));
    expect(verdict).toMatchObject({ runs: RUNS, batches: 5 * RUNS, seals: 2, dropped: 0, findings: [] });
    expect(verdict.fingerprints).toHaveLength(1);
    expect(statSync(files.sealKeyFile).mode & 0o777).toBe(0o600);
    expect(statSync(files.sealMemoryFile).mode & 0o777).toBe(0o600);
    expect(rows.seals.map(({ runs }) => runs.length)).toEqual([3, 3]);
    expect(await verifyLedger(ledgerOf(rows))).toEqual(verdict);
  });

  /** Changes something at random, and says where the first bad record is then. */
  function mutate(random: () => number): { rows: Rows; where: string; kind: string } {
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const flip = (bytes: Buffer) => {
      const changed = Buffer.from(bytes);
      const at = Math.floor(random() * changed.length);
      changed[at] = changed[at]! ^ (1 << Math.floor(random() * 8));
      return changed;
    };
    const batch = pick(rows.batches);
    const withBody = pick(rows.batches.filter(({ bodyDigest }) => bodyDigest !== null)) as LinkedBatch & {
      body: Buffer;
      bodyDigest: Buffer;
    };
    const plain = pick(rows.batches.filter(({ packNo }) => packNo === null));
    const packed = pick(rows.batches.filter(({ packNo }) => packNo !== null)) as LinkedBatch & {
      packNo: number;
      packOffset: number;
      packBytes: number;
    };
    const at = ({ runId, batchNo }: Pick<LinkedBatch, 'runId' | 'batchNo'>) => `run ${runId} batch ${batchNo}`;
    const changed = (kind: string, more: Partial<LinkedBatch>, which = batch) => ({
      kind,
      where: at(which),
      rows: { ...rows, batches: rows.batches.map((each) => (each === which ? { ...each, ...more } : each)) },
    });
    const kinds: (() => { rows: Rows; where: string; kind: string })[] = [
      () => changed('body', { body: flip(withBody.body) }, withBody),
      () => changed('digest', { bodyDigest: flip(withBody.bodyDigest) }, withBody),
      () => changed('content digest', { contentDigest: flip(batch.contentDigest!) }),
      () => changed('content digest, as if from before', { contentDigest: null }),
      () =>
        changed(
          'kind of digest',
          { contentDigest: null, bodyDigest: plain.contentDigest, body: gunzipSync(plain.body!) },
          plain,
        ),
      () => changed('pack', { packNo: packed.packNo + 2 }, packed),
      () => changed('place in the pack', { packOffset: packed.packOffset + 1 }, packed),
      () => changed('size in the pack', { packBytes: packed.packBytes - 1 }, packed),
      () => changed('link', { link: flip(batch.link) }),
      () => changed('seqs', { seqs: batch.seqs.replace(/\d+/, (number) => String(Number(number) + 1)) }),
      () => changed('size', { inflatedBytes: batch.inflatedBytes + 1 }),
      () => changed('time', { receivedMicros: String(BigInt(batch.receivedMicros) + 1n) }),
      () =>
        changed(
          'body and digest',
          { body: flip(withBody.body), bodyDigest: rows.batches.find((each) => each !== withBody)!.bodyDigest },
          withBody,
        ),
      () => ({
        kind: 'deletion',
        where: at(batch),
        rows: { ...rows, batches: rows.batches.filter((each) => each !== batch) },
      }),
      () => ({
        kind: 'truncation',
        where: at(batch),
        rows: {
          ...rows,
          batches: rows.batches.filter(({ runId, batchNo }) => runId !== batch.runId || batchNo < batch.batchNo),
        },
      }),
      () => {
        const extra = { ...batch, batchNo: 6 };
        return { kind: 'insertion', where: at(extra), rows: { ...rows, batches: [...rows.batches, extra] } };
      },
      () => {
        const other = rows.batches.find(
          ({ runId, batchNo }) => runId === batch.runId && batchNo === (batch.batchNo % 5) + 1,
        )!;
        const swapped = rows.batches.map((each) =>
          each === batch
            ? { ...each, batchNo: other.batchNo }
            : each === other
              ? { ...each, batchNo: batch.batchNo }
              : each,
        );
        const first = Math.min(batch.batchNo, other.batchNo);
        return {
          kind: 'order',
          where: at({ runId: batch.runId, batchNo: first }),
          rows: { ...rows, batches: swapped },
        };
      },
      () => {
        const run = pick(rows.runs);
        const less = { ...run, batches: run.batches - 1 };
        return {
          kind: 'count',
          where: `run ${run.runId} batch 5`,
          rows: { ...rows, runs: rows.runs.map((each) => (each === run ? less : each)) },
        };
      },
      () => {
        const run = pick(rows.runs);
        const other = { ...run, head: flip(run.head) };
        return {
          kind: 'head',
          where: `run ${run.runId} batch 5`,
          rows: { ...rows, runs: rows.runs.map((each) => (each === run ? other : each)) },
        };
      },
      () => {
        const seal = pick(rows.seals);
        const part = pick(['previous', 'root', 'digest', 'signature'] as const);
        const other = { ...seal, [part]: flip(seal[part]) };
        return {
          kind: `seal's ${part}`,
          where: `seal ${seal.id}`,
          rows: { ...rows, seals: rows.seals.map((each) => (each === seal ? other : each)) },
        };
      },
    ];
    return pick(kinds)();
  }

  it(`finds each of ${MUTATIONS} random changes, and names the first bad record`, async () => {
    const random = randomFrom(7);
    const seen = new Map<string, number>();
    for (let count = 0; count < MUTATIONS; count++) {
      const { rows: changed, where, kind } = mutate(random);
      const { findings } = await verifyLedger(ledgerOf(changed));
      expect({ count, kind, where: findings[0]?.where }).toEqual({ count, kind, where });
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
    expect(seen.size).toBe(23);
  });

  it('finds changes in the database itself', async () => {
    const random = randomFrom(11);
    const statements = [
      `UPDATE ledger_batch SET content_digest = set_byte(content_digest, 20, 255 - get_byte(content_digest, 20)) WHERE run_id = $1 AND batch_no = $2`,
      `UPDATE ledger_batch SET received_at = received_at + interval '1 microsecond' WHERE run_id = $1 AND batch_no = $2`,
      `UPDATE ledger_batch SET seqs = seqs + '{[1000,1001)}' WHERE run_id = $1 AND batch_no = $2`,
      `DELETE FROM ledger_batch WHERE run_id = $1 AND batch_no = $2`,
    ];
    for (let count = 0; count < IN_DATABASE; count++) {
      const { runId, batchNo } = rows.batches[Math.floor(random() * rows.batches.length)]!;
      const runner = dataSource.createQueryRunner();
      await runner.startTransaction();
      try {
        await runner.query(statements[count % statements.length]!, [runId, batchNo]);
        const { findings } = await verifyLedger(storedLedger(runner.manager));
        expect(findings[0]).toMatchObject({ where: `run ${runId} batch ${batchNo}` });
      } finally {
        await runner.rollbackTransaction();
        await runner.release();
      }
    }
    expect((await verifyLedger(storedLedger(dataSource))).findings).toEqual([]);
  });

  it('takes no digest of one kind for one of the other', async () => {
    const batch = rows.batches.find(({ packNo }) => packNo === null)!;
    const of = (which: LinkedBatch, changed: Partial<LinkedBatch>): Rows => ({
      ...rows,
      batches: rows.batches.map((each) => (each === which ? { ...each, ...changed } : each)),
    });
    // What was accepted as lines, as if it were a body from before contents were linked: nothing could be folded of it.
    const lines = gunzipSync(batch.body!);
    const asBody = { contentDigest: null, bodyDigest: batch.contentDigest, body: lines };
    const where = `run ${batch.runId} batch ${batch.batchNo}`;
    expect((await verifyLedger(ledgerOf(of(batch, asBody)))).findings).toMatchObject([{ where }]);

    // A body from before contents were linked, as if it were lines.
    const { id: runId } = aLongRun(1);
    const body = gzipSync(lines);
    const whole = { ...batch, runId, batchNo: 1, body, contentDigest: null, bodyDigest: sha256(body) };
    const old = { ...whole, link: linkOf(NO_LINK, whole) };
    const withOld = (changed: Partial<LinkedBatch>): Rows => ({
      runs: [...rows.runs, { runId, batches: 1, head: old.link }],
      batches: [...rows.batches, { ...old, ...changed }],
      seals: rows.seals,
    });
    expect((await verifyLedger(ledgerOf(withOld({})))).findings).toEqual([]);
    const twice = gzipSync(body);
    const asContent = { contentDigest: old.bodyDigest, bodyDigest: sha256(twice), body: twice };
    expect((await verifyLedger(ledgerOf(withOld(asContent)))).findings).toMatchObject([
      { where: `run ${runId} batch 1` },
    ]);
  });

  it('misses no whole run, though nothing of it is left: a seal or an export tells of it', async () => {
    const [sealed, unsealed] = [rows.seals[0]!.runs[0]!.runId, rows.runs.at(-1)!.runId];
    const without = (gone: string): Rows => ({
      ...rows,
      runs: rows.runs.filter(({ runId }) => runId !== gone),
      batches: rows.batches.filter(({ runId }) => runId !== gone),
    });
    expect((await verifyLedger(ledgerOf(without(sealed)))).findings).toEqual([
      { where: `run ${sealed} batch 1`, what: 'is missing: seal 1 refers to it' },
    ]);
    expect((await verifyLedger(ledgerOf(without(unsealed)))).findings).toEqual([]);
    expect((await verifyLedger(ledgerOf(without(unsealed)), { against: ledgerOf(rows) })).findings).toEqual([
      { where: `run ${unsealed} batch 1`, what: 'is missing: the export refers to it' },
    ]);
    const { findings } = await verifyLedger(ledgerOf({ ...rows, seals: [] }), { against: ledgerOf(rows) });
    expect(findings).toEqual([{ where: 'seal 1', what: 'is missing: the export has it' }]);
  });

  it('knows whose signatures count', async () => {
    const other = sealFilesIn(join(directory, 'other'));
    const { fingerprints } = await verifyLedger(ledgerOf(rows));
    expect((await verifyLedger(ledgerOf(rows), { keys: fingerprints })).findings).toEqual([]);
    const before = await database.connect();
    const runner = before.createQueryRunner();
    await runner.query('DELETE FROM ledger_seal_run');
    await runner.query('DELETE FROM ledger_seal');
    await runner.release();
    // Somebody who owns the database, but not the key.
    await sealLedger(dataSource, other);
    expect((await verifyLedger(storedLedger(dataSource))).findings).toEqual([]);
    expect((await verifyLedger(storedLedger(dataSource), { keys: fingerprints })).findings).toEqual([
      { where: 'seal 1', what: 'is signed by another key than was given' },
    ]);
    expect((await verifyLedger(storedLedger(dataSource), { against: ledgerOf(rows) })).findings).toEqual([
      { where: 'seal 1', what: 'is not the one in the export' },
    ]);
  });

  it('proves an export by itself, without any database', async () => {
    const file = join(directory, 'ledger.jsonl.gz');
    expect(await exportLedger(ledgerOf(rows), file)).toEqual({ batches: rows.batches.length });
    expect(await verifyLedger(exportedLedger(file))).toEqual(await verifyLedger(ledgerOf(rows)));
    const lines = gunzipSync(readFileSync(file)).toString().split('\n');
    const at = lines.findIndex((line) => line.includes(`"runId":"${rows.batches[7]!.runId}","batchNo":3`));
    lines[at] = lines[at]!.replace(/"inflatedBytes":\d+/, '"inflatedBytes":1');
    writeFileSync(file, gzipSync(lines.join('\n')));
    expect((await verifyLedger(exportedLedger(file))).findings).toMatchObject([
      { where: `run ${rows.batches[7]!.runId} batch 3` },
    ]);
    writeFileSync(file, readFileSync(file).subarray(0, 500));
    await expect(verifyLedger(exportedLedger(file))).rejects.toThrow(/unexpected end of file/);
  });

  it('reads batches of many megabytes few at once', async () => {
    const run = aLongRun(12);
    const events = run.events();
    const size = Math.ceil(events.length / 6);
    for (let from = 0; from < events.length; from += size) {
      const body = ndjson(events.slice(from, from + size));
      const gzipped = randomBytes(7 * MIB);
      await appendBatch(dataSource, run.id, seqsOf(body), batchBody(body, gzipped));
    }
    const reads: number[] = [];
    const measured = {
      query: async <Rows>(text: string, values: unknown[]) => {
        const read = await dataSource.query<Rows & { body?: Buffer }[]>(text, values);
        reads.push(read.reduce((sum, { body }) => sum + (body?.length ?? 0), 0));
        return read as Rows;
      },
    };
    const batches = await all(storedLedger(measured).batches());
    expect(batches).toHaveLength(5 * RUNS + 6);
    expect(batches).toEqual([...batches].sort(inOrder));
    expect(Math.max(...reads)).toBeLessThan(24 * MIB);
  });
});
