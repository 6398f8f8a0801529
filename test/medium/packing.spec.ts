import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import {
  BatchReader,
  exportedLedger,
  exportLedger,
  findUnpackedRuns,
  packRun,
  redactLedger,
  sealLedger,
  storedBatches,
  storedLedger,
  verifyLedger,
  type LinkedBatch,
} from '#ledger';
import { readRecording } from '../../apps/standalone/src/load/recorded-run.js';
import type { RunProjector } from '../../apps/worker/src/projection/project-run.js';
import { rebuildRuns } from '../../apps/worker/src/rebuild/rebuild.js';
import { aBatch, aLongRun, aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { projectionOf } from '../support/projections.js';
import { randomFrom } from '../support/random.js';
import { RECORDINGS } from '../support/recordings.js';
import { madeKey, sealFilesIn } from '../support/seal-files.js';
import { TestLedger } from '../support/test-ledger.js';

const RUN_OF_MANY = [...RECORDINGS.values()][0]!;

describe('packing', () => {
  let directory: string;
  let ledger: TestLedger;
  let dataSource: DataSource;
  let projector: RunProjector;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'playledger-packing-'));
    ledger = await TestLedger.create();
    ({ dataSource, projector } = ledger);
  });
  afterEach(async () => {
    await ledger.drop();
    rmSync(directory, { recursive: true });
  });

  const files = () => sealFilesIn(directory);

  const contents = async () => {
    const [texts, reader]: [string[], BatchReader] = [[], new BatchReader()];
    for await (const batch of storedBatches(dataSource)) {
      texts.push(`${batch.runId} ${batch.batchNo} ${(await reader.contentOf(batch)).toString()}`);
    }
    return texts;
  };
  const batches = async () => {
    const rows: LinkedBatch[] = [];
    for await (const batch of storedBatches(dataSource)) rows.push(batch);
    return rows;
  };
  const bodies = () =>
    dataSource.query<{ batchNo: number; bytes: number }[]>(
      `SELECT batch_no AS "batchNo", length(body) AS bytes FROM ledger_batch WHERE body IS NOT NULL ORDER BY 1`,
    );
  const redact = async (secret: string) =>
    redactLedger(dataSource, await madeKey(dataSource, files()), {
      ...{ secret, reason: 'Ticket 42', isDryRun: false },
      by: { actor: 'alice', tokenId: null, address: null },
    });
  const findings = async () => (await verifyLedger(storedLedger(dataSource))).findings;

  it('changes no event, link, seal or projection of a recorded run, and takes less than two thirds of the bytes', async () => {
    const { runId, events } = await readRecording(RUN_OF_MANY);
    await ledger.load(runId, events, 7);
    await sealLedger(dataSource, files());
    const [held, links, projected] = [await contents(), await batches(), await projectionOf(dataSource, runId)];

    const packed = await packRun(dataSource, runId);
    expect(packed).toMatchObject({ before: { bodies: held.length }, damaged: [] });
    expect(packed!.after.bodies).toBeLessThan(held.length / 10);
    expect(packed!.after.bytes).toBeLessThan((packed!.before.bytes * 2) / 3);
    expect(await bodies()).toHaveLength(packed!.after.bodies);

    expect(await contents()).toEqual(held);
    expect((await batches()).map(({ link, seqs, receivedMicros }) => ({ link, seqs, receivedMicros }))).toEqual(
      links.map(({ link, seqs, receivedMicros }) => ({ link, seqs, receivedMicros })),
    );
    expect(await verifyLedger(storedLedger(dataSource))).toMatchObject({
      batches: held.length,
      seals: 1,
      findings: [],
    });
    await rebuildRuns(dataSource, projector, [runId], () => undefined);
    expect(await projectionOf(dataSource, runId)).toEqual(projected);

    const file = join(directory, 'packed.jsonl.gz');
    await exportLedger(storedLedger(dataSource), file);
    expect((await verifyLedger(exportedLedger(file))).findings).toEqual([]);
  });

  it('waits until a run is quiet and folded, and takes what comes later by itself', async () => {
    const [run, other] = [aLongRun(20), aLongRun(4)];
    const events = run.events();
    await ledger.load(run.id, events.slice(0, 40), 4);
    expect(await findUnpackedRuns(dataSource, 60, 10)).toEqual([]);
    await dataSource.query(`UPDATE ledger_run SET last_seen_at = now() - interval '2 minutes'`);
    expect(await findUnpackedRuns(dataSource, 60, 10)).toEqual([run.id]);
    await ledger.append(other.id, other.events());
    await dataSource.query(`UPDATE ledger_run SET last_seen_at = now() - interval '2 minutes'`);
    expect(await findUnpackedRuns(dataSource, 60, 10)).toEqual([run.id]);

    await packRun(dataSource, run.id);
    expect(await findUnpackedRuns(dataSource, 60, 10)).toEqual([]);
    expect(await packRun(dataSource, run.id)).toMatchObject({ before: { bodies: 0 } });

    await ledger.load(run.id, events.slice(40), 4);
    const held = await contents();
    await packRun(dataSource, run.id);
    // The 1 of the other one is not packed.
    expect((await bodies()).map(({ batchNo }) => batchNo)).toEqual([1, 1, 11]);
    expect(await contents()).toEqual(held);
    expect(await findings()).toEqual([]);
  });

  it('leaves a run to whoever has it, and one that retention has dropped', async () => {
    const run = aLongRun(8);
    await ledger.load(run.id, run.events(), 4);
    await dataSource.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('playledger:fold:' || $1, 0))`, [run.id]);
      expect(await packRun(dataSource, run.id)).toBeNull();
    });
    await dataSource.query(
      `UPDATE ledger_run SET details_dropped_at = now(), last_seen_at = now() - interval '1 hour'`,
    );
    expect(await findUnpackedRuns(dataSource, 60, 10)).toEqual([]);
    expect(await packRun(dataSource, run.id)).toMatchObject({ before: { bodies: 0 } });
  });

  it('begins another pack where one is full, and leaves large batches as they are', async () => {
    const random = randomFrom(5);
    const noise = (bytes: number) =>
      Array.from({ length: bytes / 8 }, () => Math.floor(random() * 2 ** 32).toString(16)).join('');
    const run = aRun().with(
      ...[300, 300, 300, 300, 700, 100, 100].map((kilobytes) =>
        aTask().on('ctl-001', 'ok', { result: { stdout: noise(kilobytes * 1_000) } }),
      ),
    );
    const events = run.events();
    // Each with its task.
    for (const [from, to] of [
      [0, 4],
      [4, 6],
      [6, 8],
      [8, 10],
      [10, 12],
      [12, 14],
      [14, 17],
    ] as const) {
      await ledger.append(run.id, events.slice(from, to));
    }
    await projector.project(run.id);
    const held = await contents();
    await packRun(dataSource, run.id);
    expect((await bodies()).map(({ batchNo }) => batchNo)).toEqual([1, 4, 5, 6]);
    expect(await contents()).toEqual(held);
    expect(await findings()).toEqual([]);
  });

  it('does not destroy the evidence of a change', async () => {
    const run = aLongRun(8);
    await ledger.load(run.id, run.events(), 4);
    const other = aBatch(aLongRun(8).events());
    await dataSource.query(`UPDATE ledger_batch SET body = $1, body_digest = sha256($1) WHERE batch_no = 3`, [
      other.body.gzipped,
    ]);
    const found = [{ where: `run ${run.id} batch 3`, what: 'has another body than was accepted' }];
    expect(await findings()).toEqual(found);
    expect(await packRun(dataSource, run.id)).toMatchObject({ before: { bodies: 0 }, damaged: [3] });
    expect(await findings()).toEqual(found);
  });

  it('lets a secret be taken out of a pack, before and after, and proves the rest', async () => {
    const [early, late] = ['hunter2-early', 'hunter2-late'];
    const run = aRun().with(
      ...Array.from({ length: 12 }, (_, index) =>
        aTask().on('ctl-001', 'ok', { result: { stdout: [`${index}`, early, late][index % 3] } }),
      ),
    );
    await ledger.load(run.id, run.events(), 2);
    expect(await redact(early)).toMatchObject({ id: 1, batches: 4 });
    await packRun(dataSource, run.id);
    expect(await bodies()).toHaveLength(1);
    expect(await redact(late)).toMatchObject({ id: 2, batches: 4 });
    const text = (await contents()).join('');
    expect(text).not.toContain('hunter2');
    expect(text.match(/<redacted by playledger>/g)).toHaveLength(8);
    expect(await verifyLedger(storedLedger(dataSource))).toMatchObject({
      findings: [],
      redactions: [{ id: 1 }, { id: 2 }],
    });
    await dataSource.query(`UPDATE redaction_batch SET body_digest_after = sha256('x') WHERE redaction_id = 2`);
    expect(await findings()).not.toEqual([]);
  });

  it('knows batches from before contents were linked: they are proved by their bodies, redacted, and not packed', async () => {
    const run = aRun().with(aTask().on('ctl-001', 'ok', { result: { stdout: 'hunter2-old' } }));
    await ledger.append(run.id, run.events());
    await dataSource.query(`UPDATE ledger_batch SET content_digest = NULL, link = ledger_link(
      decode(repeat('00', 32), 'hex'), run_id, batch_no, seqs, inflated_bytes, received_at, body_digest)`);
    await dataSource.query(`UPDATE ledger_run SET head = link FROM ledger_batch`);
    await projector.project(run.id);
    expect(await findings()).toEqual([]);
    expect(await redact('hunter2-old')).toMatchObject({ batches: 1 });
    expect(await findings()).toEqual([]);
    expect((await contents()).join('')).not.toContain('hunter2');
    await ledger.append(run.id, [{ ...run.events()[0]!, seq: 900 }]);
    await projector.project(run.id);
    expect(await packRun(dataSource, run.id)).toMatchObject({ before: { bodies: 0 }, damaged: [] });
    await dataSource.query(`UPDATE ledger_batch SET body = body || 'x' WHERE batch_no = 1`);
    expect(await findings()).toEqual([{ where: `run ${run.id} batch 1`, what: 'has another body than was accepted' }]);
  });
});

describe('the worker', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ env: { PLAYLEDGER_PACK_AFTER: '1' } });
  });
  afterAll(() => product.stop());

  it('packs runs that are quiet, and their results are answered as ever', async () => {
    const { client } = product;
    const run = aRun().with(
      ...Array.from({ length: 12 }, (_, index) =>
        aTask().on('ctl-001', 'ok', { result: { stdout: `line of ${index}`, changed: false } }),
      ),
    );
    const events = run.events();
    for (let from = 0; from < events.length; from += 3) await client.upload(run.id, events.slice(from, from + 3));
    const dataSource = await product.database.connect();
    const countOf = async (condition: string) =>
      (await dataSource.query<object[]>(`SELECT FROM ledger_batch WHERE ${condition}`)).length;
    await eventually(async () => (await countOf('pack_no = 1')) === Math.ceil(events.length / 3));
    expect(await countOf('body IS NOT NULL')).toBe(1);
    const { data } = await client.ask(
      'query ($run: ID!) { taskResults(filter: { run: $run }, first: 50) { nodes { result } } }',
      { run: run.id },
    );
    expect(data.taskResults.nodes.map(({ result }: { result: { stdout: string } }) => result.stdout).sort()).toEqual(
      Array.from({ length: 12 }, (_, index) => `line of ${index}`).sort(),
    );
  });
});
