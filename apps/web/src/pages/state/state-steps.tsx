import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { useStateText } from './state.messages.js';
import { StepsQuery, type Step } from './state.query.js';

interface Props {
  at: string | undefined;
  environment: string | undefined;
  onStep: (at: string | undefined) => void;
}

/** From deployment to deployment through the past: to what was just before each of them. */
export function StateSteps({ at, environment, onStep }: Props) {
  const t = useStateText();
  const { data } = useGraphql(StepsQuery, { at: at ?? null, environment: environment ?? null }, { keep: true });
  const earlier = data?.earlier.nodes[0];
  // Those of one run may begin together.
  const later = data?.later.nodes.find(({ startedAt }) => at !== undefined && startedAt > at);
  const named = ({ service, action }: Step) => ({ service, action: action ?? '' });
  return (
    <div className="state-steps">
      {earlier !== undefined && (
        <button type="button" onClick={() => onStep(earlier.startedAt)}>
          ← {t('stepBack', named(earlier))}
        </button>
      )}
      {at !== undefined && (
        <button type="button" onClick={() => onStep(later?.startedAt)}>
          {later === undefined ? t('stepNow') : t('stepNext', named(later))} →
        </button>
      )}
    </div>
  );
}
