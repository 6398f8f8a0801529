import { messages } from '../../../kit/i18n/i18n.js';

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
    print: 'Print',
    printMeaning: 'Loads all that is printed first: up to 5,000 rows of this list',
    printLoading: 'Loading… {{part}}',
    printStop: 'Stop loading',
    printedOnly: 'Only: {{filter}}',
    printedFirst:
      'Printed are the first {{shown, number}} of {{count, number}} results: filter by outcome, task or host for the others.',
    printedWithout_one:
      'Of {{count, number}} result message and duration are missing here: they were not loaded yet. The button “Print” above the list loads them first.',
    printedWithout_other:
      'Of {{count, number}} results messages and durations are missing here: they were not loaded yet. The button “Print” above the list loads them first.',
    outcome: 'Outcome',
    onHost: 'Host',
    message: 'Message',
    duration: 'Duration',
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
    print: 'Drucken',
    printMeaning: 'Lädt erst alles, was gedruckt wird: bis zu 5.000 Zeilen dieser Liste',
    printLoading: 'Lädt… {{part}}',
    printStop: 'Nicht weiter laden',
    printedOnly: 'Nur: {{filter}}',
    printedFirst:
      'Gedruckt sind die ersten {{shown, number}} von {{count, number}} Ergebnissen: die anderen mit einem Filter nach Ausgang, Task oder Host.',
    printedWithout_one:
      'Zu {{count, number}} Ergebnis fehlen hier Meldung und Dauer: sie waren noch nicht geladen. Der Knopf „Drucken“ über der Liste lädt sie erst.',
    printedWithout_other:
      'Zu {{count, number}} Ergebnissen fehlen hier Meldung und Dauer: sie waren noch nicht geladen. Der Knopf „Drucken“ über der Liste lädt sie erst.',
    outcome: 'Ausgang',
    onHost: 'Host',
    message: 'Meldung',
    duration: 'Dauer',
  },
});
