import { PredictionVerdict } from './check-prediction.type.js';

/** Status of a task on a host; null where it was skipped or did not run. */
type Status = string | null;

/** What became of a prediction of check mode; null when there was neither a prediction nor a change. */
export function judgePrediction(predicted: Status, happened: Status): PredictionVerdict | null {
  if (predicted === 'changed') {
    return happened === 'changed' ? PredictionVerdict.happened : PredictionVerdict.did_not_happen;
  }
  if (happened !== 'changed') return null;
  // Commands and containers are skipped in check mode: that is no promise that nothing would change.
  return predicted === null ? PredictionVerdict.not_checked : PredictionVerdict.not_predicted;
}
