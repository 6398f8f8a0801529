import { messages } from '../i18n/i18n.js';

export const useResultsListText = messages('resultsList', {
  en: {
    title: 'Results',
    filter: 'Which results',
    task: 'Part of the task’s name',
    host: 'Part of the host’s name',
    total_one: '{{count, number}} result',
    total_other: '{{count, number}} results',
    items_one: '{{count, number}} item',
    items_other: '{{count, number}} items',
    follow: 'Follow the end',
    following: 'Following the end',
    printed: 'Only the results that were in sight are printed: there are too many for all.',
  },
  de: {
    title: 'Ergebnisse',
    filter: 'Welche Ergebnisse',
    task: 'Teil des Tasknamens',
    host: 'Teil des Hostnamens',
    total_one: '{{count, number}} Ergebnis',
    total_other: '{{count, number}} Ergebnisse',
    items_one: '{{count, number}} Element',
    items_other: '{{count, number}} Elemente',
    follow: 'Dem Ende folgen',
    following: 'Folgt dem Ende',
    printed: 'Gedruckt sind nur die Ergebnisse, die gerade zu sehen waren: für alle sind es zu viele.',
  },
});
