import { messages } from '../../kit/i18n/i18n.js';

export const useFirstRunText = messages('firstRun', {
  en: {
    title: 'Waiting for the first event',
    install: 'On the machine that runs Ansible, install the callback plugin:',
    download: 'or download {{file}}',
    configure:
      'Put this into its ansible.cfg, and the token into the file that it names: the one that you signed in with, or better one of the role reporter.',
    configureWithOther:
      'Put this into its ansible.cfg, and a token of the role reporter into the file that it names: whoever runs this server makes one with “npm run access -- create NAME --role reporter”.',
    run: 'Run any playbook. It appears here by itself.',
  },
  de: {
    title: 'Wartet auf das erste Ereignis',
    install: 'Auf der Maschine, die Ansible ausführt, das Callback-Plugin installieren:',
    download: 'oder {{file}} herunterladen',
    configure:
      'Dies in ihre ansible.cfg schreiben, und das Token in die Datei, die darin steht: das, mit dem Sie angemeldet sind, oder besser eines mit der Rolle reporter.',
    configureWithOther:
      'Dies in ihre ansible.cfg schreiben, und ein Token mit der Rolle reporter in die Datei, die darin steht: die Betreiber dieses Servers machen eines mit „npm run access -- create NAME --role reporter“.',
    run: 'Ein beliebiges Playbook ausführen. Es erscheint hier von selbst.',
  },
});
