import { messages } from '../i18n/i18n.js';

export const usePagingText = messages('paging', {
  en: {
    loading: 'Loading…',
    more: 'Load more',
    shown: '{{shown}} of {{total}}',
  },
  de: {
    loading: 'Wird geladen…',
    more: 'Mehr laden',
    shown: '{{shown}} von {{total}}',
  },
});
