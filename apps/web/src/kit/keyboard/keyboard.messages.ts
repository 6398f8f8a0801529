import { messages } from '../i18n/i18n.js';

export const useKeyboardText = messages('keyboard', {
  en: {
    title: 'Keyboard',
    next: 'Next row',
    previous: 'Previous row',
    failure: 'Next failure',
    search: 'Search or filter',
    help: 'This help',
    close: 'Close',
    open: 'Open the row that has the focus',
  },
  de: {
    title: 'Tastatur',
    next: 'Nächste Zeile',
    previous: 'Vorige Zeile',
    failure: 'Nächster Fehler',
    search: 'Suchen oder filtern',
    help: 'Diese Hilfe',
    close: 'Schließen',
    open: 'Die Zeile öffnen, die den Fokus hat',
  },
});
