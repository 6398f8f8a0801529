import { formatAge, formatMoment } from './duration.js';

/** A time of the API: local, with its age; UTC as the title. */
export function Moment({ at, age = false }: { at: string; age?: boolean }) {
  const moment = new Date(at);
  return (
    <>
      <time dateTime={at} title={`${at} (UTC)`} className="numbers">
        {formatMoment(moment)}
      </time>
      {age && <span className="age muted">{formatAge(moment, new Date())}</span>}
    </>
  );
}
