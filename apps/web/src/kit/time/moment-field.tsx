import { usePreferences } from '../preferences/preferences.js';
import './moment-field.css';
import { fromFieldText, toFieldText } from './moment-text.js';

interface Props {
  title: string;
  /** A time of the API; without it the field is empty. */
  at: string | undefined;
  /** Tells a time of the API, or undefined when the field was emptied. */
  onChange: (at: string | undefined) => void;
}

/** The browser's own picker of date and time, by the clock that the reader prefers. */
export function MomentField({ title, at, onChange }: Props) {
  const { clock } = usePreferences();
  return (
    <label className="moment-field">
      <span>{title}</span>
      <input
        type="datetime-local"
        value={at === undefined ? '' : toFieldText(at, clock)}
        onChange={({ target }) => onChange(fromFieldText(target.value, clock) ?? undefined)}
      />
      {clock === 'utc' && <span className="muted">UTC</span>}
    </label>
  );
}
