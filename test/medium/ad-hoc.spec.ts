import type { RunStarted } from '#run-events';
import { aRun, aTask } from '../support/a-run.js';
import { type ApiClient, eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';

const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE);

const service = { name: 'docker', state: 'restarted' };
const restart = () => aTask({ name: 'service', action: 'service', role: null }).changedOn('ctl-001');

describe('commands of ansible and ansible-console', () => {
  let product: Product;
  let client: ApiClient;
  const deployment = aRun({}, ago(50)).with(aTask().changedOn('ctl-001', 'ctl-002'));
  const command = aRun(
    {
      playbookPath: '/root/__adhoc_playbook__',
      user: 'mallory',
      adHoc: { program: 'ansible', pattern: 'control', module: 'service', arguments: service },
    },
    ago(40),
  ).with(restart());
  const typed = aRun(
    {
      playbookPath: '/usr/bin/ansible-console',
      adHoc: { program: 'ansible-console', pattern: 'control', module: 'shell', arguments: { _raw_params: 'reboot' } },
    },
    ago(30),
  ).with(aTask({ name: 'shell', action: 'shell', role: null }).failedOn('ctl-001'));
  const byAnOlderPlugin = aRun(
    {
      playbookPath: '/root/__adhoc_playbook__',
      arguments: { args: 'control', module_name: 'include_role', module_args: 'name=keystone' },
    } satisfies Partial<RunStarted>,
    ago(20),
  ).with(aTask({ action: 'service' }).changedOn('ctl-001'));

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
    const runs = [deployment, command, typed, byAnOlderPlugin];
    for (const run of runs) await client.upload(run.id, run.events());
    await eventually(async () => {
      const { data } = await client.ask('{ runs { nodes { origin { operator } } } changes { totalCount } }');
      const derived = data.runs.nodes.filter(({ origin }: { origin: object | null }) => origin !== null);
      return derived.length === runs.length && data.changes.totalCount === 4;
    });
  });
  afterAll(() => product.stop());

  const NAMES = [
    'ansible control -m include_role -a name=keystone',
    'ansible-console control: shell reboot',
    "ansible control -m service -a 'name=docker state=restarted'",
  ];

  it('are runs with the name that a person would give them', async () => {
    const { data } = await client.ask(
      '{ all: runs { nodes { name adHocCommand playbookPath status } } only: runs(filter: { adHoc: true, name: "docker" }) { nodes { uuid } } playbooks: runs(filter: { adHoc: false }) { nodes { uuid } } }',
    );
    const [older, console, ansible] = NAMES.map((name) => ({ name, adHocCommand: name, playbookPath: null }));
    expect(data.all.nodes).toEqual([
      { ...older, status: 'completed' },
      { ...console, status: 'failed' },
      { ...ansible, status: 'completed' },
      {
        name: 'kolla-keystone.yml',
        adHocCommand: null,
        playbookPath: '/ansible/kolla-keystone.yml',
        status: 'completed',
      },
    ]);
    expect(data.only.nodes).toEqual([{ uuid: command.id }]);
    expect(data.playbooks.nodes).toEqual([{ uuid: deployment.id }]);
  });

  it('are no deployments, no services and no states, whatever they did', async () => {
    const { data } = await client.ask(
      `{
        deployments { nodes { service run { uuid } } }
        services { nodes { name } }
        stateMatrix { service host }
        service(name: "keystone") { lastGood { run { uuid } } lastFailed { run { uuid } } }
      }`,
    );
    expect(data.deployments.nodes).toEqual([{ service: 'keystone', run: { uuid: deployment.id } }]);
    expect(data.stateMatrix.map(({ service, host }: Record<string, string>) => [service, host])).toEqual([
      ['keystone', 'ctl-001'],
      ['keystone', 'ctl-002'],
    ]);
    expect(data.services.nodes).toEqual([{ name: 'keystone' }]);
    expect(data.service).toEqual({ lastGood: { run: { uuid: deployment.id } }, lastFailed: null });
  });

  it('stand among the changes, with who ran what, and belong to no service', async () => {
    const { data } = await client.ask(
      '{ changes { nodes { hostName service operator task { action } run { name } } } drift { nodes { task } } }',
    );
    expect(data.changes.nodes.slice(0, 2)).toEqual([
      { hostName: 'ctl-001', service: null, operator: 'dragon', task: { action: 'service' }, run: { name: NAMES[0] } },
      { hostName: 'ctl-001', service: null, operator: 'mallory', task: { action: 'service' }, run: { name: NAMES[2] } },
    ]);
    expect(data.drift.nodes).toEqual([]);
  });

  it('are found by what was typed', async () => {
    const { data } = await client.ask('{ search(query: "docker restarted", types: [run]) { nodes { type title } } }');
    expect(data.search.nodes).toEqual([{ type: 'run', title: NAMES[2] }]);
  });
});
