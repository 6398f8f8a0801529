import { loadRecording } from '../../apps/standalone/src/load/load.js';
import { eventually } from './api-client.js';
import { Product } from './product.js';
import { RECORDINGS } from './recordings.js';

export interface RecordedProduct {
  product: Product;
  /** The run of each recording, by its name without ending. */
  runs: Record<string, string>;
}

/** The product as built, with every recorded run in it, folded. */
export async function startRecordedProduct(): Promise<RecordedProduct> {
  const product = await Product.start();
  const { url, token } = product.client;
  const runs: Record<string, string> = {};
  for (const [name, file] of RECORDINGS) {
    runs[name] = (await loadRecording(file, { url, token })).runId;
  }
  await eventually(async () => {
    const { data } = await product.client.ask(
      '{ runs(filter: { status: running }) { totalCount } all: runs { totalCount } }',
    );
    return data.runs.totalCount === 0 && data.all.totalCount === RECORDINGS.size;
  }, 60);
  return { product, runs };
}
