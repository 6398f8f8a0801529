import { messages } from '../i18n/i18n.js';

export const useClipboardText = messages('clipboard', {
  en: { copy: 'Copy', copied: 'Copied' },
  de: { copy: 'Kopieren', copied: 'Kopiert' },
});
