import { usePreferences } from '../preferences/preferences.js';
import { useFormat } from './format.js';
import { useNow } from './now.js';

/** A time of the API as the reader prefers it; the title tells it the other ways. */
export function Moment({ at }: { at: string }) {
  const { times, clock } = usePreferences();
  const format = useFormat();
  const now = useNow();
  const moment = new Date(at);
  const date = format.moment(moment) + (clock === 'utc' ? ' UTC' : '');
  const age = format.age(moment, now);
  return (
    <time dateTime={at} title={`${times === 'relative' ? date : age} (${at})`} className="moment numbers">
      {times === 'relative' ? age : date}
    </time>
  );
}
