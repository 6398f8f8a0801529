import { aRun, aTask } from '../support/a-run.js';
import { eventually, type ApiClient } from '../support/api-client.js';
import { Product } from '../support/product.js';

describe('the command of a run', () => {
  let product: Product;
  let client: ApiClient;

  beforeAll(async () => {
    product = await Product.start();
    ({ client } = product);
  });
  afterAll(() => product.stop());

  async function recorded(commandLine?: string[]): Promise<string[] | null> {
    const run = aRun(commandLine === undefined ? {} : { commandLine }).with(aTask().okOn('ctl-001'));
    await client.upload(run.id, run.events());
    const { data } = await eventually(async () => {
      const answer = await client.ask('query ($run: ID!) { run(id: $run) { status commandLine } }', { run: run.id });
      return answer.data.run?.status === 'completed' && answer;
    });
    return data.run.commandLine;
  }

  it('is what was typed, word by word', async () => {
    const words = [
      'ansible-playbook',
      '-e',
      '@globals.yml',
      '-e',
      '',
      "it's\n",
      '--limit',
      'a:&b',
      'site.yml',
      'site.yml',
    ];
    expect(await recorded(words)).toEqual(words);
  });

  it('is not known of older plugins', async () => {
    expect(await recorded()).toBeNull();
  });

  it('keeps its place for each word, and says what is missing of those that are too long for lists', async () => {
    const limit = 'ctl-001,'.repeat(8_000);
    const words = await recorded(['ansible-playbook', '--limit', limit, '-e', `a=${'x'.repeat(60_000)}`, 'site.yml']);
    expect(words?.map((word) => word.slice(0, 12))).toEqual([
      ...['ansible-play', '--limit', 'ctl-001,ctl-', '-e', 'a=xxxxxxxxxx', 'site.yml'],
    ]);
    expect(words?.[2]).toMatch(/\.\.\. <\d+ bytes left out by playledger>$/);
  });
});
