import { usePreferences } from '../preferences/preferences.js';
import { useFormat } from './format.js';
import { useNow } from './now.js';

/**
 * A time of the API as the reader prefers it, or as a date where its age says nothing; the title tells it otherwise.
 */
export function Moment({ at, exact = false }: { at: string; exact?: boolean }) {
  const { times: preferred, clock } = usePreferences();
  const times = exact ? 'absolute' : preferred;
  const format = useFormat();
  const now = useNow();
  const moment = new Date(at);
  const date = format.moment(moment) + (clock === 'utc' ? ' UTC' : '');
  const age = format.age(moment, now);
  return (
    <time
      dateTime={at}
      title={`${times === 'relative' ? date : age} (${at})`}
      // For paper.
      data-date={times === 'relative' ? date : undefined}
      className="moment numbers"
    >
      {times === 'relative' ? age : date}
    </time>
  );
}
