import { messages } from '../../kit/i18n/i18n.js';

export const useChangesText = messages('changes', {
  en: {
    title: 'Changes',
    noneHere: 'No real run has changed anything here.',
    noneLeft: 'No change is left to be listed.',
    dropped_one:
      'This list is not complete. Retention removed the details of {{count, number}} run: what it changed is still counted, but no longer listed.',
    dropped_other:
      'This list is not complete. Retention removed the details of {{count, number}} runs: what they changed is still counted, but no longer listed.',
    droppedFrom: 'Begun:',
    droppedAt: 'Last removed:',
    list: 'Changes, in their order',
    all: 'All changes',
    diff: 'Diff',
    diffCut: 'The beginning of the diff; the result has all of it.',
    hidden: 'Hidden by no_log',
    not_given: 'The module gave no diff',
    not_requested: 'No diff: the run was not asked for any (--diff)',
    unknownTask: 'Task not known yet',
    commit: 'commit {{commit}}',
    checkMeaning: 'Check mode: predicted, and not done',
    check: 'check mode',
  },
  de: {
    title: 'Änderungen',
    noneHere: 'Kein echter Lauf hat hier etwas geändert.',
    noneLeft: 'Keine Änderung ist mehr aufgeführt.',
    dropped_one:
      'Diese Liste ist nicht vollständig. Die Aufbewahrungsfrist von {{count, number}} Lauf ist um, seine Einzelheiten wurden entfernt: was er änderte, ist noch gezählt, aber nicht mehr aufgeführt.',
    dropped_other:
      'Diese Liste ist nicht vollständig. Die Aufbewahrungsfrist von {{count, number}} Läufen ist um, ihre Einzelheiten wurden entfernt: was sie änderten, ist noch gezählt, aber nicht mehr aufgeführt.',
    droppedFrom: 'Begonnen:',
    droppedAt: 'Zuletzt entfernt:',
    list: 'Änderungen in ihrer Reihenfolge',
    all: 'Alle Änderungen',
    diff: 'Diff',
    diffCut: 'Der Anfang des Diffs; im Ergebnis steht er ganz.',
    hidden: 'Verborgen (no_log)',
    not_given: 'Das Modul gab keinen Diff',
    not_requested: 'Kein Diff: Der Lauf wurde nicht danach gefragt (--diff)',
    unknownTask: 'Task noch nicht bekannt',
    commit: 'Commit {{commit}}',
    checkMeaning: 'Prüflauf (--check): vorhergesagt, nicht getan',
    check: 'Prüflauf',
  },
});
