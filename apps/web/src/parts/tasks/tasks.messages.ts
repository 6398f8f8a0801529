import { messages } from '../../kit/i18n/i18n.js';

export const useTasksText = messages('tasks', {
  en: {
    flaky: 'Flaky tasks',
    flakyMeaning: 'Failed on a host in some real runs of the last 30 days and succeeded there in others.',
    noFlaky: 'No task both failed and succeeded on the same host in the last 30 days.',
    always: 'Tasks that always report a change',
    alwaysMeaning: 'Changed the same host in each of its last three or more real runs.',
    noAlways: 'No task changed a host in three real runs in a row.',
    task: 'Task',
    service: 'Service',
    module: 'Module',
    hosts: 'Hosts',
    failures: 'Failed',
    lastFailed: 'Last failed',
    lastAt: 'Last run',
    ofRuns: '{{host}}: failed in {{failures}} of {{runs}} runs',
    inRow: '{{host}}: {{runs}} runs in a row',
  },
  de: {
    flaky: 'Instabile Tasks (flaky)',
    flakyMeaning:
      'In manchen echten Läufen der letzten 30 Tage auf einem Host fehlgeschlagen, in anderen dort erfolgreich.',
    noFlaky: 'In den letzten 30 Tagen war kein Task auf demselben Host mal erfolgreich und mal nicht.',
    always: 'Tasks, die jedes Mal etwas ändern',
    alwaysMeaning: 'Haben denselben Host in mindestens drei echten Läufen in Folge jedes Mal geändert.',
    noAlways: 'Kein Task hat in drei echten Läufen in Folge jedes Mal etwas geändert.',
    task: 'Task',
    service: 'Dienst',
    module: 'Modul',
    hosts: 'Hosts',
    failures: 'Fehlgeschlagen',
    lastFailed: 'Zuletzt fehlgeschlagen',
    lastAt: 'Letzter Lauf',
    ofRuns: '{{host}}: in {{failures}} von {{runs}} Läufen fehlgeschlagen',
    inRow: '{{host}}: {{runs}} Läufe in Folge',
  },
});
