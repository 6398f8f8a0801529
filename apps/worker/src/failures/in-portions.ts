import { setImmediate } from 'node:timers/promises';

/** For so long at a time others wait: uploads are answered by the same process in the embedded start. */
const AT_ONCE_MS = 20;

/** Does `work` for each item, and lets others have their turn in between. */
export async function inPortions<Item>(items: readonly Item[], work: (item: Item) => void): Promise<void> {
  let begun = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - begun < AT_ONCE_MS) continue;
    await setImmediate();
    begun = performance.now();
  }
}
