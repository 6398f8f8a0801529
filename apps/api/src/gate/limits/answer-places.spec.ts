import { AnswerPlaces } from './answer-places.js';
import { MAX_COST } from './query-cost.js';
import { UnreadAnswers } from './unread-answers.js';

const isIn = async (entering: Promise<unknown>): Promise<boolean> => {
  let isHere = false;
  void entering.then(() => (isHere = true)).catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  return isHere;
};

describe('AnswerPlaces', () => {
  it('lets one asker have a part of what there is, and the others the rest', async () => {
    const places = new AnswerPlaces(new UnreadAnswers(), 1_000);
    const leave = await places.enter('greedy', MAX_COST);
    const second = places.enter('greedy', 2_000);
    // Its own share is taken, and there is room for others still.
    expect(await isIn(second)).toBe(false);
    const other = await places.enter('other', 5_000);
    expect(await isIn(places.enter('third', 5_000))).toBe(false);
    // What is small has places of its own.
    expect(await isIn(places.enter('fourth', 100))).toBe(true);
    leave();
    leave();
    expect(await isIn(second)).toBe(true);
    other();
  });

  it('refuses what would wait behind too many of its own', async () => {
    const places = new AnswerPlaces(new UnreadAnswers(), 1_000);
    const waiting = Array.from({ length: 100 }, () => places.enter('greedy', MAX_COST));
    await expect(places.enter('greedy', MAX_COST)).rejects.toMatchObject({ status: 429, retryAfter: 1 });
    expect(await isIn(places.enter('other', 5_000))).toBe(true);
    await Promise.allSettled(waiting);
  });

  it('refuses what waits for too long', async () => {
    const places = new AnswerPlaces(new UnreadAnswers(), 100);
    await places.enter('a', MAX_COST);
    await places.enter('b', 5_000);
    const [late, own] = await Promise.allSettled([places.enter('d', 5_000), places.enter('a', 5_000)]);
    expect(late).toMatchObject({ reason: { status: 503, errors: [{ extensions: { code: 'BUSY' } }] } });
    expect(own).toMatchObject({ reason: { status: 429, errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] } });
  });
});
