import { useLanguage } from '../i18n/i18n.js';
import { usePreferences, type Preferences } from '../preferences/preferences.js';
import { formatAge, formatDuration, formatMoment } from './duration.js';

export interface Format {
  /** 1,234.5 */
  number: (value: number) => string;
  /** 97.5 % of a part from 0 to 1. */
  percent: (part: number) => string;
  /** Seconds: 12.3 s, 2 min 05 s; with more digits among others that are `step` apart. */
  duration: (seconds: number, step?: number) => string;
  /** 3 min ago */
  age: (moment: Date, now: Date) => string;
  /** 2026-11-22 14:05:09, by the clock that the reader prefers. */
  moment: (moment: Date) => string;
}

/** Figures and times in the reader's language and by the reader's clock. */
export function useFormat(): Format {
  const language = useLanguage();
  const { clock } = usePreferences();
  return formatFor(language, clock);
}

const known = new Map<string, Format>();

/** Made once: its parts are dear, and every time on the page asks for them. */
export function formatFor(language: string, clock: Preferences['clock']): Format {
  const key = `${language} ${clock}`;
  let format = known.get(key);
  if (format === undefined) known.set(key, (format = newFormat(language, clock)));
  return format;
}

function newFormat(language: string, clock: Preferences['clock']): Format {
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const ages = new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'auto' });
  return {
    number: (value) => numbers.format(value),
    percent: (part) => percents.format(part),
    duration: (seconds, step) => formatDuration(seconds, language, step),
    age: (moment, now) => formatAge(moment, now, ages),
    moment: (moment) => formatMoment(moment, clock),
  };
}
