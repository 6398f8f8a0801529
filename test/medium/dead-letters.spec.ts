import type { DataSource } from 'typeorm';
import { keepDeadLetters, type DeadLetter } from '#ledger';
import { aRun, aTask } from '../support/a-run.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { withToken } from '../support/tokens.js';

describe('replaying dead letters', () => {
  let product: Product;
  let dataSource: DataSource;

  beforeAll(async () => {
    product = await Product.start();
    dataSource = await product.database.connect();
  });
  afterAll(() => product.stop());

  const lettersOf = async (run: string) => {
    const query = 'query ($run: ID!) { deadLetters(run: $run) { nodes { id stage code message replayedAt } } }';
    const { data } = await product.client.ask(query, { run });
    return data.deadLetters.nodes as { id: string; stage: string; code: string; replayedAt: string | null }[];
  };
  const replay = async (...ids: string[]) => {
    const { data } = await product.client.ask(
      'mutation ($ids: [ID!]!) { replayDeadLetters(ids: $ids) { replayed userErrors { id code message } } }',
      { ids },
    );
    return data.replayDeadLetters;
  };
  const resultsOf = async (id: string) => {
    const { data } = await product.client.ask(
      'query ($id: ID!) { run(id: $id) { resultCounts { ok } results { totalCount } missingEvents { from } } }',
      { id },
    );
    return data.run;
  };

  /** What a server of an older version would have left: an event that this one can use. */
  const leave = (runId: string, event: { seq: number }, more: Partial<DeadLetter>) =>
    keepDeadLetters(dataSource, runId, [
      {
        seq: event.seq,
        stage: 'accept',
        code: 'unknown_type',
        message: 'an older version did not know it',
        event: Buffer.from(JSON.stringify(event)),
        batchNo: null,
        position: null,
        ...more,
      },
    ]);

  it('accepts a rejected event that can be used now, once', async () => {
    const run = aRun().with(aTask().okOn('ctl-001', 'ctl-002'));
    const events = run.events();
    const missing = events.find(({ type }) => type === 'task_result')!;
    await product.client.upload(
      run.id,
      events.filter((event) => event !== missing),
    );
    await leave(run.id, missing, {});
    await eventually(async () => (await resultsOf(run.id))?.results.totalCount === 1);
    expect((await resultsOf(run.id)).missingEvents).toEqual([{ from: missing.seq }]);

    const [letter] = await lettersOf(run.id);
    expect(await replay(letter!.id)).toEqual({ replayed: 1, userErrors: [] });
    await eventually(async () => (await resultsOf(run.id)).results.totalCount === 2);
    expect(await resultsOf(run.id)).toMatchObject({ resultCounts: { ok: 2 }, missingEvents: [] });
    expect(await replay(letter!.id)).toMatchObject({ replayed: 0, userErrors: [{ code: 'not_found' }] });
  });

  it('folds an accepted event that can be folded now', async () => {
    const run = aRun().with(aTask().okOn('ctl-001'));
    await product.client.upload(run.id, run.events());
    await eventually(async () => (await resultsOf(run.id))?.results.totalCount === 1);
    const result = run.events().find(({ type }) => type === 'task_result')!;
    await dataSource.query('DELETE FROM task_result WHERE run_id = $1', [run.id]);
    await leave(run.id, result, { stage: 'fold', code: 'cannot_fold', batchNo: 1, position: result.seq - 1 });

    const [letter] = await lettersOf(run.id);
    expect(await replay(letter!.id)).toEqual({ replayed: 1, userErrors: [] });
    await eventually(async () => (await resultsOf(run.id)).results.totalCount === 1);
    await eventually(async () => (await lettersOf(run.id))[0]?.replayedAt);
  });

  it('says why an event still cannot be used, and keeps it', async () => {
    const run = aRun();
    await product.client.uploadBytes(run.id, '{"seq": 1, "type": "host_exploded"}\n');
    // Accepted by its form, but no day of the calendar.
    const [first, ...rest] = run.events();
    await product.client.upload(run.id, [{ ...first!, occurredAt: '2026-02-31T00:00:00Z' }, ...rest]);
    const letters = await eventually(async () => {
      const found = await lettersOf(run.id);
      return found.length === 2 ? found : null;
    });
    const [folded, rejected] = [letters[0]!, letters[1]!];
    expect(await replay(rejected.id, 'nonsense')).toMatchObject({
      replayed: 0,
      userErrors: [
        { id: rejected.id, code: 'unknown_type' },
        { id: 'nonsense', code: 'not_found' },
      ],
    });
    await replay(folded.id);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await lettersOf(run.id)).toMatchObject([
      { id: folded.id, stage: 'fold', replayedAt: null },
      { id: rejected.id, stage: 'accept', replayedAt: null },
    ]);
  });

  it('of the start of a run leave what the other events know, and hide it from every scope', async () => {
    const run = aRun({ labels: ['cloud-a'] }).with(aTask().okOn('ctl-001').failedOn('ctl-002'));
    const [started, ...rest] = run.events();
    await product.client.upload(run.id, [{ ...started!, limit: 'x'.repeat(65_537) }, ...rest]);
    const query = `query ($id: ID!) {
      run(id: $id) {
        status name user labels startedAt finishedAt missingEvents { from to } resultCounts { ok failed }
        counts { ok failed } plays { nodes { name } } tasks(first: 10) { nodes { name } }
        recap(first: 10) { nodes { host { name } } }
      }
      deadLetters(run: $id) { totalCount nodes { seq code message } }
    }`;
    const shown = await eventually(async () => {
      const { data } = await product.client.ask(query, { id: run.id });
      return data.run?.finishedAt != null ? data : null;
    });
    expect(shown).toMatchObject({
      run: {
        status: 'failed',
        name: null,
        user: null,
        labels: null,
        missingEvents: [{ from: 1, to: 1 }],
        resultCounts: { ok: 1, failed: 1 },
        counts: { ok: 1, failed: 1 },
        plays: { nodes: [{ name: expect.any(String) }] },
        tasks: { nodes: [{ name: expect.any(String) }] },
        recap: { nodes: [{ host: { name: 'ctl-001' } }, { host: { name: 'ctl-002' } }] },
      },
      deadLetters: {
        totalCount: 1,
        nodes: [{ seq: 1, code: 'invalid_event', message: expect.stringContaining('/limit') }],
      },
    });
    for (const scope of [{ labels: ['cloud-a'] }, { environments: ['kolla'] }]) {
      const { client: scoped } = await withToken(product.client, { role: 'viewer', ...scope });
      expect((await scoped.ask(query, { id: run.id })).data).toEqual({
        run: null,
        deadLetters: { totalCount: 0, nodes: [] },
      });
    }
  });
});
