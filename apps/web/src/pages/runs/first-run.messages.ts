import { messages } from '../../kit/i18n/i18n.js';

export const useFirstRunText = messages('firstRun', {
  en: {
    title: 'Waiting for the first event',
    install: 'On the machine that runs Ansible, install the callback plugin:',
    download: 'or download {{file}}',
    configure:
      'Add this to its ansible.cfg, and put a token into the file named there: the one you signed in with or, better, one with the role reporter.',
    configureWithOther:
      'Add this to its ansible.cfg, and put a token with the role reporter into the file named there: an administrator of this server creates one with “npm run access -- create NAME --role reporter”.',
    run: 'Run any playbook. It appears here automatically.',
  },
  de: {
    title: 'Warten auf das erste Ereignis',
    install: 'Installieren Sie das Callback-Plugin auf der Maschine, die Ansible ausführt:',
    download: 'oder laden Sie {{file}} herunter',
    configure:
      'Fügen Sie dies in ihre ansible.cfg ein und schreiben Sie ein Token in die dort genannte Datei: das Token, mit dem Sie angemeldet sind, oder besser eines mit der Rolle reporter.',
    configureWithOther:
      'Fügen Sie dies in ihre ansible.cfg ein und schreiben Sie ein Token mit der Rolle reporter in die dort genannte Datei: Administratoren dieses Servers erstellen eines mit „npm run access -- create NAME --role reporter“.',
    run: 'Führen Sie ein beliebiges Playbook aus. Es erscheint hier automatisch.',
  },
});
