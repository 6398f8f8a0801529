import { formatMoment } from './duration.js';

/** A time of the API as a `datetime-local` field has it, by the clock that the reader prefers. */
export function toFieldText(at: string, clock: 'local' | 'utc'): string {
  return formatMoment(new Date(at), clock).slice(0, 16).replace(' ', 'T');
}

/** What stands in such a field as a time of the API; null while it is no time. */
export function fromFieldText(text: string, clock: 'local' | 'utc'): string | null {
  const moment = new Date(clock === 'utc' ? `${text}Z` : text);
  return text === '' || Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}
