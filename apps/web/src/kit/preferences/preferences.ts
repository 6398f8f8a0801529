import { useSyncExternalStore } from 'react';

/** How one reader wants every page: kept in this browser, and in no URL. */
export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  language: Language;
  /** Times as "3 min ago" or as the date. */
  times: 'relative' | 'absolute';
  clock: 'local' | 'utc';
}

export type Language = 'en' | 'de';

const KEY = 'playledger.preferences';

export const CHOICES = {
  theme: ['system', 'light', 'dark'],
  language: ['en', 'de'],
  times: ['relative', 'absolute'],
  clock: ['local', 'utc'],
} as const satisfies { [Name in keyof Preferences]: readonly Preferences[Name][] };

let preferences = read();
const listeners = new Set<() => void>();
document.documentElement.dataset['theme'] = preferences.theme;

export function currentPreferences(): Preferences {
  return preferences;
}

export function prefer(change: Partial<Preferences>): void {
  preferences = { ...preferences, ...change };
  localStorage.setItem(KEY, JSON.stringify(preferences));
  document.documentElement.dataset['theme'] = preferences.theme;
  for (const listener of listeners) listener();
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, currentPreferences);
}

/** What was kept, as far as it still means something; else what the browser suggests. */
function read(): Preferences {
  let kept: Partial<Record<string, unknown>> = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as typeof kept;
  } catch {
    // Written by somebody else: the suggestions will do.
  }
  const choice = <Value>(values: readonly Value[], value: unknown, suggested: Value): Value =>
    values.find((one) => one === value) ?? suggested;
  return {
    theme: choice(CHOICES.theme, kept['theme'], 'system'),
    language: choice(CHOICES.language, kept['language'], navigator.language.startsWith('de') ? 'de' : 'en'),
    times: choice(CHOICES.times, kept['times'], 'relative'),
    clock: choice(CHOICES.clock, kept['clock'], 'local'),
  };
}
