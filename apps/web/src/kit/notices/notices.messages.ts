import { messages } from '../i18n/i18n.js';

export const useNoticesText = messages('notices', {
  en: {
    loading: 'Loading…',
  },
  de: {
    loading: 'Wird geladen…',
  },
});
