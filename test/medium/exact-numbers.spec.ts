import { ExactNumber, parseJson, writeJson } from '#exact-json';
import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { playledger } from '../support/command-line.js';
import { Product } from '../support/product.js';

const DAY = 86_400_000;
const exact = (text: string) => new ExactNumber(text);

/** None of which JavaScript would write so. Strings of digits beside them are none. */
const NUMBERS =
  '{"port":5432,"id":9007199254740993,"negative":-12345678901234567890,"huge":1e400,"tiny":1e-400,"version":2.0,' +
  '"long":0.1234567890123456789,"zero":-0.0,"text":"9007199254740993","list":[18446744073709551615,[1.50,{"deep":1E5}]]}';
/** As Postgres writes them: with their digits, and without exponents. */
const STORED = NUMBERS.replace('1e400', `1${'0'.repeat(400)}`)
  .replace('1e-400', `0.${'0'.repeat(399)}1`)
  .replace('-0.0', '0.0')
  .replace('1E5', '100000');

describe('numbers that JavaScript cannot hold', () => {
  let product: Product;
  let client: ApiClient;

  const runWith = (daysAgo: number, serial: ExactNumber) =>
    aRun(
      { extraVars: { serial, numbers: parseJson(NUMBERS) }, arguments: { numbers: parseJson(NUMBERS) } },
      new Date(Date.now() - daysAgo * DAY),
    ).with(
      aTask({ name: 'ceph : Tell', action: 'command' }).on('ctl-001', 'ok', {
        result: { numbers: parseJson(NUMBERS), password: 'a secret of long ago' },
      }),
      aTask({ name: 'ceph : Loop', action: 'debug', loop: true }).on('ctl-001', 'ok', {
        itemCount: 3,
        result: {
          results: [
            { item: exact('9007199254740993'), ansible_loop_var: 'item', changed: false, msg: exact('1e400') },
            { item: { id: exact('1.0') }, ansible_loop_var: 'item', changed: false },
            exact('18446744073709551615'),
          ],
        },
      }),
      aTask({ name: 'ceph : Fail', action: 'uri' }).on('ctl-001', 'failed', {
        result: { failed: true, msg: { id: exact('9007199254740993') }, rc: exact('3.0') },
      }),
      aTask({ name: 'ceph : Change', action: 'setting' }).on('ctl-001', 'changed', {
        result: {
          changed: true,
          invocation: { module_args: { serial, timeout: daysAgo === 2 ? 1 : exact('1.0') } },
          diff: { before: { quota: exact('18446744073709551615') }, after: { quota: exact('18446744073709551616') } },
        },
      }),
      aTask({ name: 'Gather facts', action: 'setup' }).on('ctl-001', 'ok', {
        result: {
          ansible_facts: { module_setup: true, ansible_memtotal_mb: serial, ansible_swaptotal_mb: exact('1e9999999') },
        },
      }),
    );
  const before = runWith(2, exact('9007199254740992.5'));
  const run = runWith(1, exact('9007199254740993'));
  const eventsOf = (one: typeof run) =>
    one.events().map((event) =>
      event.type === 'run_finished'
        ? {
            ...event,
            elapsed: exact('12.0'),
            customStats: { numbers: parseJson(NUMBERS) },
            reporter: { events: exact('7.0') },
          }
        : event,
    );

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    for (const one of [before, run]) {
      const { body } = await client.upload(one.id, eventsOf(one));
      expect(body.rejected).toEqual([]);
    }
    await eventually(async () => {
      const { data } = await client.ask('{ runs { nodes { status } } }');
      return data.runs.nodes.filter(({ status }: { status: string }) => status !== 'running').length === 2;
    });
  });
  afterAll(() => product.stop());

  const resultOf = (task: string, fields: string) =>
    client.askText(`{ taskResults(filter: { run: "${run.id}", task: "${task}" }) { nodes { ${fields} } } }`);

  it('are in a result as they were sent', async () => {
    expect(await resultOf('ceph : Tell', 'result')).toBe(
      `{"data":{"taskResults":{"nodes":[{"result":{"numbers":${NUMBERS},"password":"a secret of long ago"}}]}}}`,
    );
  });

  it('are in the items of a loop, and name them', async () => {
    expect(await resultOf('ceph : Loop', 'items(first: 5) { nodes { label result } }')).toBe(
      '{"data":{"taskResults":{"nodes":[{"items":{"nodes":[' +
        '{"label":9007199254740993,"result":{"item":9007199254740993,"ansible_loop_var":"item","changed":false,"msg":1e400}},' +
        '{"label":{"id":1.0},"result":{"item":{"id":1.0},"ansible_loop_var":"item","changed":false}},' +
        '{"label":null,"result":{"value":18446744073709551615}}]}}]}}}',
    );
  });

  it('are in what a row has of them: messages, diffs, variables, statistics, facts', async () => {
    expect(await resultOf('ceph : Fail', 'message failure { rc }')).toContain(
      '"message":"{\\"id\\":9007199254740993}","failure":{"rc":3}',
    );
    expect(await client.askText(`{ changes(filter: { run: "${run.id}" }) { nodes { diff { text } } } }`)).toContain(
      '-quota: 18446744073709551615\\n+quota: 18446744073709551616',
    );
    const text = await client.askText(
      `{ run(id: "${run.id}") { arguments extraVars customStats duration reporter { events } } }`,
    );
    const {
      arguments: args,
      extraVars,
      customStats,
      ...rest
    } = (parseJson(text) as { data: { run: Record<string, unknown> } }).data.run;
    expect(writeJson(args)).toBe(inNameOrder(`{"numbers":${STORED}}`));
    expect(writeJson(customStats)).toBe(inNameOrder(`{"numbers":${STORED}}`));
    expect(writeJson(extraVars)).toBe(inNameOrder(`{"serial":9007199254740993,"numbers":${STORED}}`));
    expect(rest).toEqual({ duration: expect.any(Number), reporter: { events: 7 } });
    const host = await client.askText(
      '{ host(name: "ctl-001") { facts { name value } factChanges(first: 5) { nodes { facts { name before after } } } } }',
    );
    expect(host).toContain('{"name":"memtotal_mb","value":9007199254740993}');
    // With so many digits that no column holds it.
    expect(host).toContain('{"name":"swaptotal_mb","value":"1e9999999"}');
    expect(host).toContain('{"name":"memtotal_mb","before":9007199254740992.5,"after":9007199254740993}');
  });

  it('differ where two runs were not given the same, and only there', async () => {
    const text = await client.askText(
      `{ compareRuns(a: "${before.id}", b: "${run.id}") {
        changedFacts { name before after }
        changedInputs { nodes { task { name } changed { arguments { name before after } } } }
      } }`,
    );
    expect(text).toContain(
      '"changedFacts":[{"name":"extraVars.serial","before":9007199254740992.5,"after":9007199254740993}]',
    );
    expect(text).toContain(
      '"changedInputs":{"nodes":[{"task":{"name":"ceph : Change"},"changed":{"arguments":[{"name":"serial","before":9007199254740992.5,"after":9007199254740993}]}}]}',
    );
  });

  it('may be as many, as long and as deep as a sender likes', async () => {
    const deep = (number: string) => `${'['.repeat(1_000)}${number}${']'.repeat(1_000)}`;
    const value = `{"long":${'9'.repeat(1_000_000)},"many":[${'1.0,'.repeat(20_000)}1.0],"deep":${deep('1e400')}}`;
    const hostile = aRun({ extraVars: { hostile: parseJson(value) } }).with(
      aTask({ name: 'ceph : Flood', action: 'command' }).on('ctl-009', 'failed', {
        result: { failed: true, msg: parseJson(value), hostile: parseJson(value) },
      }),
    );
    expect((await client.upload(hostile.id, hostile.events())).body.rejected).toEqual([]);
    await eventually(async () => {
      const { data } = await client.ask(`{ run(id: "${hostile.id}") { status } deadLetters { totalCount } }`);
      return data.run?.status === 'failed' && data.deadLetters.totalCount === 0;
    });
    const text = await client.askText(`{ taskResults(filter: { run: "${hostile.id}" }) { nodes { result } } }`);
    expect(text.includes(`"hostile":${value}}`)).toBe(true);
    // Of a million of them an answer is refused.
    const flood = aRun().with(
      aTask().on('ctl-009', 'ok', { result: { many: parseJson(`[${'1.0,'.repeat(500_000)}1.0]`) } }),
    );
    await client.upload(flood.id, flood.events());
    const answer = await eventually(async () => {
      const found = await client.ask(`{ taskResults(filter: { run: "${flood.id}" }) { nodes { seq result } } }`);
      return found.data?.taskResults.nodes.length === 0 ? null : found;
    });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'ANSWER_TOO_LARGE' } }]);
  });

  it('are printed by the command', async () => {
    const { out } = await playledger(client, ['compare', before.id, run.id, '--json']);
    expect(out).toContain('"before": 9007199254740993');
    expect((await playledger(client, ['compare', before.id, run.id])).out).toContain('9007199254740993');
  });

  it('stay when something else is redacted from their line', async () => {
    const { data } = await client.ask(
      'mutation { redactSecret(secret: "a secret of long ago", reason: "test", dryRun: false) { batches userErrors { code } } }',
    );
    expect(data.redactSecret).toEqual({ batches: 2, userErrors: [] });
    expect(await resultOf('ceph : Tell', 'result')).toContain(
      `{"numbers":${NUMBERS},"password":"<redacted by playledger>"}`,
    );
  });
});

/** As jsonb has the names of objects: shorter ones first. */
function inNameOrder(json: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
    const entries = Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
  };
  return writeJson(sorted(parseJson(json)));
}
