import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { ControlHost } from '../support/ansible.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';

describe('a playbook without kolla', () => {
  let product: Product;
  const control = new ControlHost();
  const directory = join(control.home, 'plain');

  beforeAll(async () => {
    product = await Product.start();
    cpSync(join(process.cwd(), 'test/playbooks'), directory, { recursive: true });
    const { url } = product.client;
    await control.installFrom(url);
    control.writeConfiguration(
      [
        '[defaults]',
        'callbacks_enabled = playledger.reporter.playledger',
        '[callback_playledger]',
        `url = ${url}`,
        `token_file = ${join(product.dataDir, 'admin-token')}`,
      ].join('\n'),
    );
  });
  afterAll(async () => {
    control.remove();
    await product.stop();
  });

  const play = (...args: string[]) =>
    control.run(
      'ansible-playbook',
      ...['-i', join(directory, 'inventory.ini'), join(directory, 'web-servers.yml'), '-e', `target=${directory}`],
      ...args,
    );

  it('has its roles, plays and itself for services, and is empty where kolla would tell more', async () => {
    const { code, output } = await play();
    expect({ code, output }).toMatchObject({ code: 2 });
    const run = await eventually(async () => {
      const { data } = await product.client.ask(`{ runs(first: 1, filter: { status: [failed] }) { nodes {
        collections { name version }
        origin { environment action operator configurationCommit sources { operator } }
        deployments(first: 10, orderBy: oldest) { nodes {
          service action release environment imageTags outcome changesState sources { service }
          hosts(first: 10) { nodes { host { name } outcome containers { name } } }
        } }
      } } }`);
      return data.runs.nodes[0];
    });
    // As ansible-galaxy installed it.
    expect(run.collections).toContainEqual({ name: 'playledger.reporter', version: '0.1.0' });
    expect(run.origin).toEqual({
      ...{ environment: null, action: null, configurationCommit: null },
      operator: expect.any(String),
      sources: { operator: 'user' },
    });
    const nothing = { action: null, release: null, environment: null, imageTags: [], changesState: true };
    const on = (...hosts: [name: string, outcome: string][]) => ({
      nodes: hosts.map(([name, outcome]) => ({ host: { name }, outcome, containers: [] })),
    });
    expect(run.deployments.nodes).toEqual([
      {
        ...nothing,
        service: 'Web servers',
        outcome: 'completed',
        sources: { service: 'name of the play' },
        hosts: on(['web-1', 'changed'], ['web-2', 'changed']),
      },
      {
        ...nothing,
        service: 'motd',
        outcome: 'completed',
        sources: { service: 'role list of the play' },
        hosts: on(['web-1', 'changed']),
      },
      {
        ...nothing,
        service: 'web-servers',
        outcome: 'failed',
        sources: { service: 'name of the playbook' },
        hosts: on(['web-2', 'failed']),
      },
    ]);
  });

  it('makes no state in check mode', async () => {
    const state = async () =>
      (await product.client.ask('{ stateMatrix { service host run { uuid } } }')).data.stateMatrix;
    const before = await state();
    expect(before).toHaveLength(4);
    await play('--check');
    await eventually(async () => {
      const { data } = await product.client.ask(
        '{ runs(filter: { checkMode: true }) { nodes { status deployments { totalCount } } } }',
      );
      const [run] = data.runs.nodes;
      return run !== undefined && run.status !== 'running' && run.deployments.totalCount > 0;
    });
    expect(await state()).toEqual(before);
  });
});
