import { messages } from '../i18n/i18n.js';

export const useSessionText = messages('session', {
  en: {
    claim: 'The ledger of your Ansible runs.',
    token: 'Access token',
    hint: 'The first token is in the file admin-token in the server’s data directory. This tab keeps it until you close the tab or sign out.',
    signIn: 'Sign in',
    signInOpenId: 'Sign in with your account',
    or: 'or with a token',
    refused_expired: 'The sign-in took too long or was started in another browser. Please try again.',
    refused_no_role:
      'Your account is valid, but none of your groups has a role here. Ask an administrator of this server for one.',
    refused_failed: 'The sign-in failed. Please try again; the server’s log has the reason.',
    refused_unavailable: 'The identity provider does not respond. Try again later, or use a token.',
    refused_too_many: 'Too many sign-in attempts from your address. Try again in a minute.',
  },
  de: {
    claim: 'Das Logbuch Ihrer Ansible-Läufe.',
    token: 'Zugriffstoken',
    hint: 'Das erste Token steht in der Datei admin-token im Datenverzeichnis des Servers. Dieser Tab behält es, bis Sie ihn schließen oder sich abmelden.',
    signIn: 'Anmelden',
    signInOpenId: 'Mit Ihrem Konto anmelden',
    or: 'oder mit einem Token',
    refused_expired:
      'Die Anmeldung hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Bitte versuchen Sie es erneut.',
    refused_no_role:
      'Ihr Konto ist gültig, aber keine Ihrer Gruppen hat hier eine Rolle. Bitte wenden Sie sich an die Administratoren dieses Servers.',
    refused_failed:
      'Die Anmeldung ist fehlgeschlagen. Bitte versuchen Sie es erneut; der Grund steht im Log des Servers.',
    refused_unavailable:
      'Der Identity-Provider antwortet nicht. Versuchen Sie es später erneut oder verwenden Sie ein Token.',
    refused_too_many: 'Zu viele Anmeldeversuche von Ihrer Adresse. Versuchen Sie es in einer Minute erneut.',
  },
});
