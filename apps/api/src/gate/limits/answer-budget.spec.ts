import { ExactNumber } from '#exact-json';
import { AnswerBudget, MAX_ANSWER_BYTES, weightOf } from './answer-budget.js';

describe('the weight of a value', () => {
  it.each([
    ['a text', 'x'.repeat(1_000)],
    ['numbers', Array.from({ length: 1_000 }, (_, at) => at * 1_000_001)],
    ['an object', { stdout: 'x'.repeat(500), stdout_lines: Array.from({ length: 50 }, () => 'y'.repeat(40)) }],
    ['short parts', Array.from({ length: 1_000 }, () => ({ a: true, b: null }))],
  ])('of %s is about the bytes of its JSON', (_what, value) => {
    const bytes = JSON.stringify(value).length;
    expect(weightOf(value)).toBeGreaterThan(bytes * 0.7);
    expect(weightOf(value)).toBeLessThan(bytes * 2.5);
  });

  it('of exact numbers is more, for they take longer to write', () => {
    const numbers = Array.from({ length: 1_000 }, (_, at) => new ExactNumber(`${at}.0`));
    expect(weightOf(numbers)).toBeGreaterThan(64 * 1_000);
    expect(weightOf([new ExactNumber('9'.repeat(100_000))])).toBeGreaterThan(100_000);
    expect(weightOf(new ExactNumber('9'.repeat(100_000)))).toBeGreaterThan(100_000);
  });

  it('is told of what is as deep as a sender likes', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 500_000; level++) deep = [deep];
    expect(weightOf(deep)).toBeGreaterThan(500_000);
  });
});

describe('the budget of an answer', () => {
  it('is spent by what is sent, or by what is held for it', () => {
    const sent = new AnswerBudget();
    expect(sent.send(MAX_ANSWER_BYTES)).toBe(true);
    expect(sent.send(1)).toBe(false);
    const held = new AnswerBudget();
    expect(held.hold(2 * MAX_ANSWER_BYTES)).toBe(true);
    expect(held.send(MAX_ANSWER_BYTES)).toBe(true);
    expect(held.hold(1)).toBe(false);
    expect(held.isSpent).toBe(true);
  });
});
