import { messages } from '../../kit/i18n/i18n.js';

export const useFrameText = messages('frame', {
  en: {
    pages: 'Pages',
    runs: 'Runs',
    state: 'State',
    failures: 'Failures',
    changes: 'Changes',
    insights: 'Insights',
    services: 'Services',
    hosts: 'Hosts',
    access: 'Access',
    goTo: 'Go to {{page}}',
    forgetToken: 'Forget token',
    signOut: 'Sign out {{name}}',
    skip: 'To the content',
    crashed: 'This page could not be shown, because of a mistake in Playledger. The browser’s console has the details.',
    unknown: 'There is no such page',
  },
  de: {
    pages: 'Seiten',
    runs: 'Läufe',
    state: 'Zustand',
    failures: 'Fehler',
    changes: 'Änderungen',
    insights: 'Einblicke',
    services: 'Dienste',
    hosts: 'Hosts',
    access: 'Zugang',
    goTo: 'Zu {{page}}',
    forgetToken: 'Token vergessen',
    signOut: '{{name}} abmelden',
    skip: 'Zum Inhalt',
    crashed:
      'Diese Seite lässt sich nicht zeigen, wegen eines Fehlers in Playledger. Die Konsole des Browsers sagt mehr.',
    unknown: 'Diese Seite gibt es nicht',
  },
});
