import { useMemo } from 'react';
import { useLanguage } from '../i18n/i18n.js';
import { usePreferences } from '../preferences/preferences.js';

const DAY_MS = 86_400_000;

/** Times along an axis: of the day when the axis is short, else the date, and of a long one the month. */
export function useTimeTick(from: Date, to: Date, zone?: 'utc'): (moment: Date) => string {
  const language = useLanguage();
  const { clock } = usePreferences();
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  const isUtc = zone === 'utc' || clock === 'utc';
  return useMemo(() => {
    const parts: Intl.DateTimeFormatOptions =
      days <= 2
        ? { hour: '2-digit', minute: '2-digit' }
        : days <= 200
          ? { month: 'short', day: 'numeric' }
          : { year: 'numeric', month: 'short' };
    const words = new Intl.DateTimeFormat(language, { ...parts, ...(isUtc && { timeZone: 'UTC' }) });
    return (moment) => words.format(moment);
  }, [language, days, isUtc]);
}
