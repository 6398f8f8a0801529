import { messages } from '../../../kit/i18n/i18n.js';

export const useMatrixText = messages('matrix', {
  en: {
    title: 'Hosts × tasks',
    summary: '{{hosts, number}} hosts by {{tasks, number}} tasks. Use the arrow keys to move, Enter to open a result.',
    cell: '{{task}} on {{host}}: {{outcome}}',
    none: 'no result',
    empty: 'No task has started yet.',
    byHost: 'Results by host',
    byTask: 'Results by task',
    host: 'Host',
    task: 'Task',
    begun: 'Started',
    outcomes: 'Outcomes',
    printed: 'For each task: the hosts on which it failed or changed something, and its outcome on the others.',
    onAll_one: 'on the only host',
    onAll_other: 'on all {{count, number}} hosts',
    onOthers_one: 'on the other host',
    onOthers_other: 'on the other {{count, number}} hosts',
    onHosts_one: 'on {{count, number}} host',
    onHosts_other: 'on {{count, number}} hosts',
    tasksLeftOut_one: '{{count, number}} task is left out: the list is too long to print.',
    tasksLeftOut_other:
      '{{count, number}} tasks are left out, starting with those without failures and changes: the list is too long to print.',
    hostsLeftOut_one: '{{count, number}} result is counted without its host: the list is too long to print.',
    hostsLeftOut_other:
      '{{count, number}} results are counted without their hosts, failures last: the list is too long to print.',
  },
  de: {
    title: 'Hosts × Tasks',
    summary:
      '{{hosts, number}} Hosts mal {{tasks, number}} Tasks. Mit den Pfeiltasten bewegen, mit der Eingabetaste ein Ergebnis öffnen.',
    cell: '{{task}} auf {{host}}: {{outcome}}',
    none: 'kein Ergebnis',
    empty: 'Noch kein Task hat begonnen.',
    byHost: 'Ergebnisse nach Host',
    byTask: 'Ergebnisse nach Task',
    host: 'Host',
    task: 'Task',
    begun: 'Beginn',
    outcomes: 'Status',
    printed: 'Zu jedem Task: die Hosts, auf denen er fehlschlug oder etwas änderte, und sein Status auf den übrigen.',
    onAll_one: 'auf dem einzigen Host',
    onAll_other: 'auf allen {{count, number}} Hosts',
    onOthers_one: 'auf dem anderen Host',
    onOthers_other: 'auf den anderen {{count, number}} Hosts',
    onHosts_one: 'auf {{count, number}} Host',
    onHosts_other: 'auf {{count, number}} Hosts',
    tasksLeftOut_one: '{{count, number}} Task ist ausgelassen: Die Liste ist zu lang zum Drucken.',
    tasksLeftOut_other:
      '{{count, number}} Tasks sind ausgelassen, zuerst solche ohne Fehler und Änderungen: Die Liste ist zu lang zum Drucken.',
    hostsLeftOut_one: '{{count, number}} Ergebnis ist ohne seinen Host gezählt: Die Liste ist zu lang zum Drucken.',
    hostsLeftOut_other:
      '{{count, number}} Ergebnisse sind ohne ihre Hosts gezählt, Fehler zuletzt: Die Liste ist zu lang zum Drucken.',
  },
});
