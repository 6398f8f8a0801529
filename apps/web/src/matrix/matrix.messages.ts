import { messages } from '../i18n/i18n.js';

export const useMatrixText = messages('matrix', {
  en: {
    title: 'Hosts × tasks',
    summary: '{{hosts, number}} hosts by {{tasks, number}} tasks. Arrow keys move, Enter opens the result.',
    cell: '{{task}} on {{host}}: {{outcome}}',
    none: 'no result',
    empty: 'No task has begun yet.',
  },
  de: {
    title: 'Hosts × Tasks',
    summary: '{{hosts, number}} Hosts mal {{tasks, number}} Tasks. Pfeiltasten bewegen, Eingabe öffnet das Ergebnis.',
    cell: '{{task}} auf {{host}}: {{outcome}}',
    none: 'kein Ergebnis',
    empty: 'Noch kein Task hat begonnen.',
  },
});
