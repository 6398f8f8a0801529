import { judgePrediction } from './judge-prediction.js';

describe('judgePrediction', () => {
  it.each([
    ['changed', 'changed', 'happened'],
    ['changed', 'ok', 'did_not_happen'],
    ['changed', 'failed', 'did_not_happen'],
    ['changed', null, 'did_not_happen'],
    ['ok', 'changed', 'not_predicted'],
    ['failed', 'changed', 'not_predicted'],
    [null, 'changed', 'not_checked'],
    ['ok', 'ok', null],
    [null, null, null],
    ['ok', null, null],
  ])('of %s and then %s says %s', (predicted, happened, verdict) => {
    expect(judgePrediction(predicted, happened)).toBe(verdict);
  });
});
