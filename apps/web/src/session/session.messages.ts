import { messages } from '../i18n/i18n.js';

export const useSessionText = messages('session', {
  en: {
    claim: 'The ledger of your Ansible runs.',
    token: 'Access token',
    hint: 'The first one is in the file admin-token in the server’s data directory. It is kept in this tab until you close it or forget it.',
    signIn: 'Sign in',
  },
  de: {
    claim: 'Das Hauptbuch Ihrer Ansible-Läufe.',
    token: 'Zugangstoken',
    hint: 'Das erste steht in der Datei admin-token im Datenverzeichnis des Servers. Es bleibt in diesem Tab, bis Sie ihn schließen oder das Token vergessen lassen.',
    signIn: 'Anmelden',
  },
});
