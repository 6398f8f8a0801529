import { ownTurn } from './own-turn.js';

describe('ownTurn', () => {
  it('gives each who waits a round of the event loop, in their order, and lets others in between', async () => {
    const seen: string[] = [];
    const immediate = () => setImmediate(() => seen.push('other'));
    const turns = [1, 2, 3].map((turn) =>
      ownTurn().then(() => {
        seen.push(`turn ${turn}`);
        immediate();
      }),
    );
    await Promise.all(turns);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.filter((each) => each !== 'other')).toEqual(['turn 1', 'turn 2', 'turn 3']);
    expect(seen.indexOf('other')).toBeLessThan(seen.indexOf('turn 3'));
  });
});
