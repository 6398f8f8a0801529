import { AnswerPlaces } from './answer-places.js';
import { MAX_COST } from './query-cost.js';

const isIn = async (entering: Promise<unknown>): Promise<boolean> => {
  let isHere = false;
  void entering.then(() => (isHere = true)).catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  return isHere;
};

describe('AnswerPlaces', () => {
  it('lets one asker have a part of what there is, and the others the rest', async () => {
    const places = new AnswerPlaces(1_000);
    const leave = await places.enter('greedy', MAX_COST);
    const second = places.enter('greedy', MAX_COST);
    expect(await isIn(second)).toBe(false);
    const other = await places.enter('other', MAX_COST);
    // Two are in; what is small has places of its own.
    expect(await isIn(places.enter('fourth', MAX_COST))).toBe(false);
    expect(await isIn(places.enter('fifth', 100))).toBe(true);
    leave();
    leave();
    expect(await isIn(second)).toBe(false);
    other();
    expect(await isIn(second)).toBe(true);
  });

  it('refuses what would wait behind too many of its own', async () => {
    const places = new AnswerPlaces(1_000);
    const waiting = Array.from({ length: 100 }, () => places.enter('greedy', MAX_COST));
    await expect(places.enter('greedy', MAX_COST)).rejects.toMatchObject({ status: 429, retryAfter: 1 });
    expect(await isIn(places.enter('other', MAX_COST))).toBe(true);
    await Promise.allSettled(waiting);
  });

  it('refuses what waits for too long', async () => {
    const places = new AnswerPlaces(100);
    for (const asker of ['a', 'b']) await places.enter(asker, MAX_COST);
    const [late, own] = await Promise.allSettled([places.enter('d', MAX_COST), places.enter('a', MAX_COST)]);
    expect(late).toMatchObject({ reason: { status: 503, errors: [{ extensions: { code: 'BUSY' } }] } });
    expect(own).toMatchObject({ reason: { status: 429, errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] } });
  });
});
