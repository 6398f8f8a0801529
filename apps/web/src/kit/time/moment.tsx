import { useMemo } from 'react';
import { usePreferences, type Preferences } from '../preferences/preferences.js';
import { useFormat, type Format } from './format.js';
import { useNow } from './now.js';

interface Props {
  at: string;
  exact?: boolean;
}

/**
 * A time of the API as the reader prefers it, or as a date where its age says nothing; the title tells it otherwise.
 */
export function Moment(props: Props) {
  return <ToldMoment {...props} telling={useTelling()} />;
}

/** How times are told. */
export interface Telling {
  preferences: Preferences;
  format: Format;
  now: Date;
}

export function useTelling(): Telling {
  const preferences = usePreferences();
  const format = useFormat();
  const now = useNow();
  return useMemo(() => ({ preferences, format, now }), [preferences, format, now]);
}

/** The same where hundreds of them come and go with each frame of a scroll: it asks nothing of its surroundings. */
export function ToldMoment({ at, exact = false, telling }: Props & { telling: Telling }) {
  const { preferences, format, now } = telling;
  const times = exact ? 'absolute' : preferences.times;
  const moment = new Date(at);
  const date = format.moment(moment) + (preferences.clock === 'utc' ? ' UTC' : '');
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
