import { useMemo } from 'react';
import { useLanguage } from '../i18n/i18n.js';
import { usePreferences } from '../preferences/preferences.js';
import { precisionOf } from './time-precision.js';

/** Times along an axis, as precisely as its length asks for: of the day, the date, or the month. */
export function useTimeTick(from: Date, to: Date, zone?: 'utc'): (moment: Date) => string {
  const language = useLanguage();
  const { clock } = usePreferences();
  const { parts } = precisionOf(from, to);
  const isUtc = zone === 'utc' || clock === 'utc';
  return useMemo(() => {
    const words = new Intl.DateTimeFormat(language, { ...parts, ...(isUtc && { timeZone: 'UTC' }) });
    return (moment) => words.format(moment);
  }, [language, parts, isUtc]);
}
