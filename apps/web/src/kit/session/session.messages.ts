import { messages } from '../i18n/i18n.js';

export const useSessionText = messages('session', {
  en: {
    claim: 'The ledger of your Ansible runs.',
    token: 'Access token',
    hint: 'The first one is in the file admin-token in the server’s data directory. It is kept in this tab until you close it or forget it.',
    signIn: 'Sign in',
    signInOpenId: 'Sign in with your account',
    or: 'or with a token',
    refused_expired: 'The sign-in took too long, or began in another browser. Please begin again.',
    refused_no_role:
      'You are known, but none of your groups may do something here. Ask whoever runs this server for a role.',
    refused_failed: 'The sign-in did not come to its end. Please begin again; the server’s log says what happened.',
    refused_unavailable: 'The identity provider does not answer. Try again later, or use a token.',
    refused_too_many: 'Too many sign-ins began from your address. Try again in a minute.',
  },
  de: {
    claim: 'Das Hauptbuch Ihrer Ansible-Läufe.',
    token: 'Zugangstoken',
    hint: 'Das erste steht in der Datei admin-token im Datenverzeichnis des Servers. Es bleibt in diesem Tab, bis Sie ihn schließen oder das Token vergessen lassen.',
    signIn: 'Anmelden',
    signInOpenId: 'Mit Ihrem Konto anmelden',
    or: 'oder mit einem Token',
    refused_expired:
      'Die Anmeldung hat zu lange gedauert oder begann in einem anderen Browser. Bitte beginnen Sie neu.',
    refused_no_role:
      'Sie sind bekannt, aber keine Ihrer Gruppen darf hier etwas. Bitten Sie die Betreiber dieses Servers um eine Rolle.',
    refused_failed:
      'Die Anmeldung kam nicht zum Ende. Bitte beginnen Sie neu; was geschah, steht im Protokoll des Servers.',
    refused_unavailable: 'Der Identitätsdienst antwortet nicht. Versuchen Sie es später wieder oder mit einem Token.',
    refused_too_many: 'Von Ihrer Adresse begannen zu viele Anmeldungen. Versuchen Sie es in einer Minute wieder.',
  },
});
