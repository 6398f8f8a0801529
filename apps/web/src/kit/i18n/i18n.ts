import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { currentPreferences, onPreferences, type Language } from '../preferences/preferences.js';

// Synchronous and with no resources: every feature brings its own by `messages`.
void i18next.use(initReactI18next).init({
  lng: currentPreferences().language,
  fallbackLng: 'en',
  resources: {},
  initAsync: false,
  // React escapes, and once is enough.
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
});

function follow(): void {
  const { language } = currentPreferences();
  document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}
onPreferences(follow);
follow();

/** `runs_one` and `runs_other` are asked for as `runs`, with a `count`. */
type Asked<Key extends string> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;

export type Translate<Key extends string> = (key: Asked<Key>, values?: Record<string, string | number>) => string;

/**
 * The words of a feature in all languages; a key that one of them lacks does not compile. Gives the hook with which
 * its components speak.
 */
export function messages<Key extends string>(
  namespace: string,
  words: { en: Record<Key, string>; de: Record<NoInfer<Key>, string> },
): () => Translate<Key> {
  for (const language of ['en', 'de'] as const) i18next.addResourceBundle(language, namespace, words[language]);
  return () => useTranslation(namespace).t as Translate<Key>;
}

/** The language that the page speaks now. */
export function useLanguage(): Language {
  return useTranslation().i18n.language as Language;
}
