import { messages } from '../i18n/i18n.js';

export const useNavigationText = messages('navigation', {
  en: {
    pages: 'Pages',
    runs: 'Runs',
    failures: 'Failures',
    hosts: 'Hosts',
    goTo: 'Go to {{page}}',
    signOut: 'Forget token',
    skip: 'To the content',
    crashed: 'This page could not be shown, because of a mistake in Playledger. The browser’s console has the details.',
    unknown: 'There is no such page',
    loading: 'Loading…',
    more: 'Load more',
    shown: '{{shown}} of {{total}}',
  },
  de: {
    pages: 'Seiten',
    runs: 'Läufe',
    failures: 'Fehler',
    hosts: 'Hosts',
    goTo: 'Zu {{page}}',
    signOut: 'Token vergessen',
    skip: 'Zum Inhalt',
    crashed:
      'Diese Seite lässt sich nicht zeigen, wegen eines Fehlers in Playledger. Die Konsole des Browsers sagt mehr.',
    unknown: 'Diese Seite gibt es nicht',
    loading: 'Lädt…',
    more: 'Mehr laden',
    shown: '{{shown}} von {{total}}',
  },
});
