import { messages } from '../../../kit/i18n/i18n.js';

export const useResultsListText = messages('resultsList', {
  en: {
    title: 'Results',
    filter: 'Filter results',
    task: 'Part of the task name',
    host: 'Part of the host name',
    total_one: '{{count, number}} result',
    total_other: '{{count, number}} results',
    items_one: '{{count, number}} item',
    items_other: '{{count, number}} items',
    follow: 'Follow',
    following: 'Following',
    print: 'Print',
    printMeaning: 'First loads up to 5,000 rows of this list',
    printLoading: 'Loading… {{part}}',
    printStop: 'Stop loading',
    printedOnly: 'Only: {{filter}}',
    printedFirst:
      'These are the first {{shown, number}} of {{count, number}} results. Filter by outcome, task or host to print the others.',
    printedWithout_one:
      'The message and duration of {{count, number}} result are missing: they were not loaded yet. The button “Print” above the list loads them first.',
    printedWithout_other:
      'The messages and durations of {{count, number}} results are missing: they were not loaded yet. The button “Print” above the list loads them first.',
    outcome: 'Outcome',
    onHost: 'Host',
    message: 'Message',
    duration: 'Duration',
  },
  de: {
    title: 'Ergebnisse',
    filter: 'Ergebnisse filtern',
    task: 'Teil des Tasknamens',
    host: 'Teil des Hostnamens',
    total_one: '{{count, number}} Ergebnis',
    total_other: '{{count, number}} Ergebnisse',
    items_one: '{{count, number}} Element',
    items_other: '{{count, number}} Elemente',
    follow: 'Live folgen',
    following: 'Folgt live',
    print: 'Drucken',
    printMeaning: 'Lädt zuerst bis zu 5.000 Zeilen dieser Liste',
    printLoading: 'Wird geladen… {{part}}',
    printStop: 'Laden abbrechen',
    printedOnly: 'Nur: {{filter}}',
    printedFirst:
      'Dies sind die ersten {{shown, number}} von {{count, number}} Ergebnissen. Filtern Sie nach Status, Task oder Host, um die übrigen zu drucken.',
    printedWithout_one:
      'Bei {{count, number}} Ergebnis fehlen Meldung und Dauer: Sie waren noch nicht geladen. Die Schaltfläche „Drucken“ über der Liste lädt sie zuerst.',
    printedWithout_other:
      'Bei {{count, number}} Ergebnissen fehlen Meldung und Dauer: Sie waren noch nicht geladen. Die Schaltfläche „Drucken“ über der Liste lädt sie zuerst.',
    outcome: 'Status',
    onHost: 'Host',
    message: 'Meldung',
    duration: 'Dauer',
  },
});
