import { messages } from '../i18n/i18n.js';

export const useFiltersText = messages('filters', {
  en: {
    filter: 'Filter',
    clear: 'Clear the filter',
    unknownKey: '{{key}}: is not known here. Known are: {{known}}.',
    badValue: '{{term}} is not understood. Expected: {{expected}}.',
    suggestions: 'Suggestions',
    moments: '7d, 24h, 30m, 2w, 2026-11-01, 2026-11-01T10:00',
    value: 'a value',
  },
  de: {
    filter: 'Filter',
    clear: 'Filter leeren',
    unknownKey: '{{key}}: ist hier nicht bekannt. Bekannt sind: {{known}}.',
    badValue: '{{term}} ist nicht zu verstehen. Erwartet: {{expected}}.',
    suggestions: 'Vorschläge',
    moments: '7d, 24h, 30m, 2w, 2026-11-01, 2026-11-01T10:00',
    value: 'ein Wert',
  },
});
