import { messages } from '../i18n/i18n.js';

export const useFiltersText = messages('filters', {
  en: {
    filter: 'Filter',
    clear: 'Clear the filter',
    unknownKey: 'Unknown filter “{{key}}:”. Known filters: {{known}}.',
    badValue: '“{{term}}” is not valid. Expected: {{expected}}.',
    suggestions: 'Suggestions',
    moments: '7d, 24h, 30m, 2w, 2026-11-01, 2026-11-01T10:00',
    value: 'a value',
  },
  de: {
    filter: 'Filter',
    clear: 'Filter leeren',
    unknownKey: 'Unbekannter Filter „{{key}}:“. Bekannte Filter: {{known}}.',
    badValue: '„{{term}}“ ist ungültig. Erwartet: {{expected}}.',
    suggestions: 'Vorschläge',
    moments: '7d, 24h, 30m, 2w, 2026-11-01, 2026-11-01T10:00',
    value: 'ein Wert',
  },
});
