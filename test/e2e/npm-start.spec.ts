import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ControlHost, printedRecap, sumOf, withoutOurWarning } from '../support/ansible.js';
import { ApiClient, eventually } from '../support/api-client.js';
import { isReady, ProductProcess } from '../support/product.js';
import { freePort } from '../support/redis-server.js';

const RECAP = 'ok changed unreachable failed skipped rescued ignored';
const SCENARIO = ['scenario', '-e', 'marker=/nonexistent', '-e', '{"database_password": "canary-extra-77"}'];

describe('npm start, as a new user meets it', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'playledger-start-'));
  const control = new ControlHost();
  let product: ProductProcess;
  let client: ApiClient;
  let url: string;

  const ready = () => product.until(async () => /Stop with Ctrl-C/.test(product.output) && (await isReady(url)));

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    product = new ProductProcess('scripts/start.mjs', { PORT: String(port), PLAYLEDGER_DATA_DIR: dataDir });
    product.start();
    await ready();
    client = ApiClient.withTokenFile(url, join(dataDir, 'admin-token'));
  });
  afterAll(async () => {
    await product.end();
    control.remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const newestRun = async () => {
    const { data } = await client.ask(`{
      runs(first: 1) {
        nodes {
          uuid status playbookPath checkMode diffMode controller user ansibleVersion extraVarNames
          counts { ${RECAP} } missingEvents { from } reporter { lost spooled events hookSeconds }
          recap(first: 100) { nodes { host { name } counts { ${RECAP} } } }
          tasks(first: 1) { totalCount } results(first: 1) { totalCount }
        }
      }
    }`);
    return data.runs.nodes[0];
  };

  it('says so when it runs as root', () => {
    expect(/^Warning: Playledger is running as root/m.test(product.output)).toBe(process.getuid?.() === 0);
  });

  it('prints a command and a configuration that work when pasted', async () => {
    const [, install] = /^ {2}(ansible-galaxy collection install \S+)$/m.exec(product.output) ?? [];
    const [program = '', ...args] = install?.split(' ') ?? [];
    expect(await control.run(program, ...args)).toMatchObject({ code: 0 });
    const [snippet = ''] = /^ {2}\[defaults\][^]*?token_file = .*$/m.exec(product.output) ?? [];
    expect(snippet).toContain('callbacks_enabled');
    control.writeConfiguration(snippet.replaceAll(/^ {2}/gm, ''));
  });

  it('shows a run of every kind of outcome within 2 s of its last task, with the counters of its recap', async () => {
    const { code, output } = await control.play(...(SCENARIO as [string, ...string[]]));
    const ended = Date.now();
    expect(code).toBe(4);
    const run = await eventually(async () => {
      const newest = await newestRun();
      return newest?.status === 'failed' ? newest : null;
    });
    expect(Date.now() - ended).toBeLessThan(2_000);

    const recap = printedRecap(output);
    expect(run.counts).toEqual(sumOf(recap));
    expect(
      Object.fromEntries(
        run.recap.nodes.map(({ host, counts }: { host: { name: string }; counts: object }) => [host.name, counts]),
      ),
    ).toEqual(recap);
    expect(run).toMatchObject({
      playbookPath: control.playbook('scenario'),
      checkMode: false,
      missingEvents: [],
      extraVarNames: ['database_password', 'marker'],
      reporter: { lost: 0, spooled: 0, events: expect.any(Number), hookSeconds: expect.any(Number) },
    });
    await tellsEveryKindOfOutcome(run.uuid);
  });

  const tellsEveryKindOfOutcome = async (uuid: string) => {
    const results = async (filter: string) => {
      const { data } = await client.ask(
        `query ($id: ID!) { run(id: $id) { results(first: 100, filter: ${filter}) {
          nodes { status hostName ignored rescued attempts delegatedTo itemCount message startedAt duration result
            task { name noLog handler loop role path line action } items(first: 5) { nodes { status label } } } } } }`,
        { id: uuid },
      );
      return data.run.results.nodes;
    };
    const of = (task: string) => results(`{ task: "${task}" }`);
    expect(await of('Loop with a failing item')).toMatchObject(
      Array.from({ length: 3 }, () => ({
        status: 'failed',
        ignored: true,
        itemCount: 2,
        items: {
          nodes: [
            { status: 'changed', label: 'a' },
            { status: 'failed', label: 'b' },
          ],
        },
        message: expect.stringContaining('b: '),
      })),
    );
    expect(await of('Fails and is rescued')).toEqual(
      expect.arrayContaining([expect.objectContaining({ hostName: 'alpha', status: 'failed', rescued: true })]),
    );
    expect(await of('Never told')).toMatchObject([{ task: { noLog: true } }, {}, {}]);
    expect(await of('A handler')).toMatchObject(Array.from({ length: 5 }, () => ({ task: { handler: true } })));
    expect(await of('Tried three times')).toMatchObject(Array.from({ length: 3 }, () => ({ attempts: 3 })));
    expect(await results('{ host: "alpha", task: "Delegated" }')).toMatchObject([{ delegatedTo: 'gamma' }]);
    expect(await results('{ status: [unreachable] }')).toMatchObject([
      { hostName: 'nowhere', ignored: true },
      { ignored: false },
    ]);
    const [skipped] = await of('Skipped');
    expect(skipped).toMatchObject({ status: 'skipped', task: { action: 'command', line: expect.any(Number) } });
    const everything = JSON.stringify(await results('{}'));
    expect(everything).not.toContain('canary');
    for (const { startedAt, duration, hostName } of await results('{ status: [ok, changed] }')) {
      if (hostName !== 'nowhere') expect([startedAt, duration]).toEqual([expect.any(String), expect.any(Number)]);
    }
  };

  it('shows a check run with its differences', async () => {
    const { code, output } = await control.play('differs', '--check', '--diff');
    expect(code).toBe(0);
    const run = await eventually(async () => {
      const newest = await newestRun();
      return newest?.checkMode && newest.status === 'completed' ? newest : null;
    });
    expect(run).toMatchObject({ checkMode: true, diffMode: true, counts: sumOf(printedRecap(output)) });
    const { data } = await client.ask(
      'query ($id: ID!) { run(id: $id) { results(filter: { status: [changed] }) { nodes { result } } } }',
      { id: run.uuid },
    );
    expect(JSON.stringify(data.run.results.nodes[0].result.diff)).toContain('the new content');
  });

  it('shows a playbook that dies as interrupted, with what it did', async () => {
    const { code } = await control.play('dies');
    expect(code).not.toBe(0);
    const run = await eventually(async () => {
      const newest = await newestRun();
      return newest?.playbookPath.endsWith('dies.yml') && newest.status !== 'running' ? newest : null;
    });
    expect(run.status).toBe('interrupted');
    expect(run.results.totalCount).toBeGreaterThan(0);
  });

  it('loses and doubles nothing when it is killed in the middle of a playbook, which does not notice', async () => {
    const quiet = new ControlHost();
    const undisturbed = await quiet.play('steady', '--forks=1');
    quiet.remove();

    const playing = control.play('steady', '--forks=1');
    const killed = await eventually(async () => {
      const newest = await newestRun();
      return newest?.playbookPath.endsWith('steady.yml') ? (newest.uuid as string) : null;
    });
    await product.end('SIGKILL');
    const { code, output } = await playing;
    expect(code).toBe(undisturbed.code);
    expect(withoutOurWarning(output).replaceAll(control.home, '')).toBe(undisturbed.output.replaceAll(quiet.home, ''));
    expect(output.match(/\[WARNING\]: playledger/g)).toHaveLength(1);

    // Recovers by itself: Postgres was left alone, the lock and the port were never given back.
    product.start();
    await ready();
    const spool = join(control.home, '.ansible/playledger-spool');
    expect(readdirSync(spool).filter((name) => name.endsWith('.gz')).length).toBeGreaterThan(0);
    // The next run sends what the last one left behind, and `playledger-replay` what that one has no time for.
    expect(await control.play('short')).toMatchObject({ code: 0, output: expect.not.stringContaining('WARNING') });
    const replay = join(
      control.home,
      '.ansible/collections/ansible_collections/playledger/reporter/plugins/plugin_utils/replay.py',
    );
    const tokenFile = join(dataDir, 'admin-token');
    expect(await control.run('python3', replay, '--url', url, '--token-file', tokenFile)).toMatchObject({ code: 0 });
    expect(readdirSync(spool).filter((name) => name.endsWith('.gz'))).toEqual([]);

    const run = await eventually(async () => {
      const { data } = await client.ask(
        `query ($id: ID!) { run(id: $id) { status counts { ${RECAP} } missingEvents { from to }
           results(first: 100) { totalCount nodes { seq } } } }`,
        { id: killed },
      );
      return data.run.status === 'completed' ? data.run : null;
    });
    expect(run.counts).toEqual(sumOf(printedRecap(output)));
    expect(run.missingEvents).toEqual([]);
    expect(run.results.totalCount).toBe(18);
    expect(new Set(run.results.nodes.map(({ seq }: { seq: number }) => seq)).size).toBe(18);
  });

  it('ends cleanly on Ctrl-C', async () => {
    expect(await product.end('SIGINT')).toBe(0);
    expect(readdirSync(dataDir)).toContain('postgres');
    expect(() => readFileSync(join(dataDir, 'postgres/postmaster.pid'))).toThrow();
  });
});
