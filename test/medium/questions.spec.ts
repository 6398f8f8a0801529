import { readFileSync } from 'node:fs';
import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { eventually } from '../support/api-client.js';
import { Product } from '../support/product.js';
import { readQuestions, type Question } from '../bench/queries/read-questions.js';
import { RECORDINGS } from '../support/recordings.js';

/** By title; checked against the recordings by eye. Of an export, its lines. */
const ANSWERS = JSON.parse(readFileSync('test/support/recorded-answers.json', 'utf8')) as Record<string, unknown>;
const QUESTIONS = readQuestions();

describe('docs/questions.md', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start();
    const { url, token } = product.client;
    for (const file of RECORDINGS.values()) await loadRecording(file, { url, token });
    await eventually(async () => {
      const { data } = await product.client.ask('{ runs(first: 100) { nodes { status } } }');
      const ended = data.runs.nodes.filter(({ status }: { status: string }) => status !== 'running');
      return ended.length === RECORDINGS.size;
    });
  });
  afterAll(() => product.stop());

  it('has at least 25 questions, each with its answer, and no answer without a question', () => {
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(25);
    expect(QUESTIONS.map(({ title }) => title).sort()).toEqual(Object.keys(ANSWERS).sort());
  });

  it.each(QUESTIONS.map((question) => [question.title, question] as const))('%s', async (title, question) => {
    expect(await answerTo(question)).toEqual(ANSWERS[title]);
  });

  /** In one round trip. */
  async function answerTo({ document, variables, path }: Question): Promise<unknown> {
    const { url, token } = product.client;
    if (document === null) {
      const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      return (await response.text()).trimEnd().split('\r\n');
    }
    const { data, errors } = await product.client.ask(document, variables);
    expect(errors).toBeUndefined();
    return data;
  }
});
