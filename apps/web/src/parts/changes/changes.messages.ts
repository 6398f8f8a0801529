import { messages } from '../../kit/i18n/i18n.js';

export const useChangesText = messages('changes', {
  en: {
    title: 'Changes',
    noneHere: 'No real run has changed anything here.',
    noneLeft: 'No changes are listed any more.',
    dropped_one:
      'This list is incomplete. Retention removed the details of {{count, number}} run: its changes are still counted, but no longer listed.',
    dropped_other:
      'This list is incomplete. Retention removed the details of {{count, number}} runs: their changes are still counted, but no longer listed.',
    droppedFrom: 'Started:',
    droppedAt: 'Last removed:',
    delegated: 'ran on {{hosts}}',
    list: 'Changes in order',
    all: 'All changes',
    diff: 'Diff',
    diffCut: 'Only the start of the diff; the result has all of it.',
    hidden: 'Hidden by no_log',
    not_given: 'The module returned no diff',
    not_requested: 'No diff: the run was started without --diff',
    unknownTask: 'Task not known yet',
    commit: 'commit {{commit}}',
    checkMeaning: 'Check mode: predicted, not applied',
    check: 'check mode',
  },
  de: {
    title: 'Änderungen',
    noneHere: 'Kein echter Lauf hat hier etwas geändert.',
    noneLeft: 'Es sind keine Änderungen mehr aufgeführt.',
    dropped_one:
      'Diese Liste ist unvollständig. Die Details von {{count, number}} Lauf wurden nach Ablauf der Aufbewahrungsfrist entfernt: Seine Änderungen werden noch gezählt, aber nicht mehr aufgeführt.',
    dropped_other:
      'Diese Liste ist unvollständig. Die Details von {{count, number}} Läufen wurden nach Ablauf der Aufbewahrungsfrist entfernt: Ihre Änderungen werden noch gezählt, aber nicht mehr aufgeführt.',
    droppedFrom: 'Beginn:',
    droppedAt: 'Zuletzt entfernt:',
    delegated: 'ausgeführt auf {{hosts}}',
    list: 'Änderungen in zeitlicher Folge',
    all: 'Alle Änderungen',
    diff: 'Diff',
    diffCut: 'Nur der Anfang des Diffs; vollständig steht er im Ergebnis.',
    hidden: 'Durch no_log verborgen',
    not_given: 'Das Modul hat keinen Diff geliefert',
    not_requested: 'Kein Diff: Der Lauf wurde ohne --diff gestartet',
    unknownTask: 'Task noch nicht bekannt',
    commit: 'Commit {{commit}}',
    checkMeaning: 'Prüflauf (--check): vorhergesagt, nicht ausgeführt',
    check: 'Prüflauf',
  },
});
