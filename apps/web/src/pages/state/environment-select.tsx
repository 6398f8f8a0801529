import { useGraphql } from '../../kit/graphql/use-graphql.js';
import { useStateText } from './state.messages.js';
import { EnvironmentsQuery } from './state.query.js';

/** Before the first run of anybody. */
const EVER = '2020-01-01T00:00:00Z';

interface Props {
  value: string | undefined;
  onChange: (environment: string | undefined) => void;
}

/** The environments that runs have told of. */
export function EnvironmentSelect({ value, onChange }: Props) {
  const t = useStateText();
  const { data } = useGraphql(EnvironmentsQuery, { since: EVER });
  const told = data?.statistics.nodes.flatMap(({ name }) => name ?? []) ?? [];
  const names = [...new Set(value === undefined ? told : [...told, value])].sort();
  return (
    <select
      className="environment-select"
      aria-label={t('environment')}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    >
      <option value="">{t('allEnvironments')}</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
