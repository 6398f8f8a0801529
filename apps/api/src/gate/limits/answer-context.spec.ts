import { AnswerContext } from './answer-context.js';
import { AnswerPlaces } from './answer-places.js';
import { UnreadAnswers } from './unread-answers.js';

describe('AnswerContext', () => {
  it('takes one place for all bodies, and gives it back with the answer', async () => {
    const places = new AnswerPlaces(new UnreadAnswers(), 100);
    const contexts = Array.from({ length: 4 }, (_, at) => new AnswerContext(places, `asker ${at}`));
    for (const context of contexts) {
      await context.enterForBodies();
      await context.enterForBodies();
    }
    const late = new AnswerContext(places, 'late');
    contexts[0]?.leave();
    await late.enterForBodies();
    expect(late.refusal).toBeNull();
  });

  it('is refused as a whole where there is no place for its bodies', async () => {
    const places = new AnswerPlaces(new UnreadAnswers(), 50);
    for (let at = 0; at < 4; at++) await new AnswerContext(places, `asker ${at}`).enterForBodies();
    const late = new AnswerContext(places, 'late');
    await expect(late.enterForBodies()).rejects.toMatchObject({ status: 503 });
    expect(late.refusal).toMatchObject({ status: 503, retryAfter: 1 });
  });
});
