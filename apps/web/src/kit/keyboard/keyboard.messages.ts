import { messages } from '../i18n/i18n.js';

export const useKeyboardText = messages('keyboard', {
  en: {
    title: 'Keyboard shortcuts',
    next: 'Next row',
    previous: 'Previous row',
    failure: 'Next failure',
    search: 'Search or filter',
    help: 'Show this help',
    close: 'Close',
    open: 'Open the focused row',
  },
  de: {
    title: 'Tastenkürzel',
    next: 'Nächste Zeile',
    previous: 'Vorherige Zeile',
    failure: 'Nächster Fehler',
    search: 'Suchen oder filtern',
    help: 'Diese Hilfe anzeigen',
    close: 'Schließen',
    open: 'Zeile mit dem Fokus öffnen',
  },
});
