import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

const MATRIX = `query ($run: ID!, $fromTask: Int) {
  run(id: $run) { matrix(fromTask: $fromTask) { hostNames tasks {
    seq name playName cells slowestHost slowestDuration medianDuration startedAt endedAt
  } } }
}`;

describe('run.matrix', () => {
  let product: Product;
  let client: ApiClient;
  const start = new Date('2026-11-22T10:00:00Z');
  const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000).toISOString();
  /** From the third to so many seconds. */
  const until = (seconds: number) => ({ startedAt: at(3), occurredAt: at(3 + seconds) });
  const run = aRun({}, start).with(
    aTask({ name: 'slow' }).on('c', 'ok', until(9)).on('a', 'changed', until(1)).on('b', 'ok', until(2)),
    aTask({ name: 'torn' })
      .on('a', 'failed', { ignored: true })
      .on('b', 'failed', { rescued: true })
      .on('c', 'unreachable'),
    aTask({ name: 'alone' }).on('b', 'failed'),
    aTask({ name: 'nowhere' }),
  );

  beforeAll(async () => {
    product = await Product.start({ apis: 1 });
    ({ client } = product);
    await client.upload(run.id, run.events());
    await eventually(
      async () => (await client.ask('{ runs(filter: { status: failed }) { totalCount } }')).data.runs.totalCount === 1,
    );
  });
  afterAll(() => product.stop());

  const matrixFrom = async (fromTask?: number) => {
    const { data, errors } = await client.ask(MATRIX, { run: run.id, fromTask });
    expect(errors).toBeUndefined();
    return data.run.matrix;
  };

  it('gives a sign for each host of each task, in the order of hosts', async () => {
    const { hostNames, tasks } = await matrixFrom();
    expect(hostNames).toEqual(['a', 'b', 'c']);
    expect(tasks.map(({ name, cells }: Record<string, string>) => `${name} ${cells}`)).toEqual([
      'slow coo',
      'torn iru',
      'alone -f-',
      'nowhere ---',
    ]);
  });

  it('tells which host a task took longest on, and how long in the middle', async () => {
    const [slow, , alone, nowhere] = (await matrixFrom()).tasks;
    expect(slow).toMatchObject({
      slowestHost: 'c',
      slowestDuration: 9,
      medianDuration: 2,
      playName: 'Apply role keystone',
    });
    expect(slow.endedAt).toBe(new Date(at(12)).toISOString());
    // It does not tell when it began on the host: from the beginning of the task.
    expect(alone).toMatchObject({ slowestHost: 'b', slowestDuration: 0.01, medianDuration: 0.01 });
    expect(nowhere).toMatchObject({ endedAt: null, slowestHost: null, slowestDuration: null, medianDuration: null });
  });

  it('gives the later tasks alone, for who has the others', async () => {
    const all = await matrixFrom();
    const later = await matrixFrom(all.tasks[2].seq);
    expect(later).toEqual({ hostNames: all.hostNames, tasks: all.tasks.slice(2) });
  });

  it('leads to the results of its tasks', async () => {
    const { tasks } = await matrixFrom();
    const ask = `query ($run: ID!, $tasks: [Int!]) {
      run(id: $run) { results(filter: { taskSeq: $tasks }) { nodes { hostName task { name } } } }
    }`;
    const { data } = await client.ask(ask, { run: run.id, tasks: [tasks[0].seq, tasks[2].seq] });
    const found = data.run.results.nodes.map(
      ({ hostName, task }: { hostName: string; task: { name: string } }) => `${task.name} ${hostName}`,
    );
    expect(found.sort()).toEqual(['alone b', 'slow a', 'slow b', 'slow c']);
    const { errors } = await client.ask('{ taskResults(filter: { taskSeq: [3] }) { totalCount } }');
    expect(errors?.[0]?.message).toContain('filter.run');
  });
});
