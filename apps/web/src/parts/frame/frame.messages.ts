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
    forgetToken: 'Sign out',
    signOut: 'Sign out {{name}}',
    skip: 'Skip to content',
    crashed: 'This page crashed because of a bug in Playledger. See the browser’s console for details.',
    unknown: 'Page not found',
  },
  de: {
    pages: 'Seiten',
    runs: 'Läufe',
    state: 'Zustand',
    failures: 'Fehler',
    changes: 'Änderungen',
    insights: 'Auswertungen',
    services: 'Dienste',
    hosts: 'Hosts',
    access: 'Zugriff',
    goTo: 'Gehe zu: {{page}}',
    forgetToken: 'Abmelden',
    signOut: '{{name}} abmelden',
    skip: 'Zum Inhalt springen',
    crashed:
      'Diese Seite ist wegen eines Fehlers in Playledger abgestürzt. Einzelheiten stehen in der Konsole des Browsers.',
    unknown: 'Seite nicht gefunden',
  },
});
