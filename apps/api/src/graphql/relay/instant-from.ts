/** A day or a moment; a moment without a zone would mean another one on every machine. */
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** What to write instead of a text that `instantFrom` cannot read. */
export const INSTANT_HINT = 'Use 2026-11-22 (UTC) or 2026-11-22T10:00:00Z.';

/** The time that a text names, as a person or a program writes it; null if it names none. */
export function instantFrom(text: string): Date | null {
  if (!INSTANT.test(text)) return null;
  const [date, day] = [new Date(text), new Date(`${text.slice(0, 10)}T00:00Z`)];
  // A Date takes 31 February for 3 March.
  return !Number.isNaN(date.getTime()) && day.toISOString().startsWith(text.slice(0, 10)) ? date : null;
}
