import { messages } from '../../kit/i18n/i18n.js';

export const useStateMatrixText = messages('stateMatrix', {
  en: {
    onHosts_one: 'on {{count, number}} host',
    onHosts_other: 'on {{count, number}} hosts',
    matrix: 'What runs where: services by host',
    service: 'Service',
    differs: 'differs',
    differsMeaning: 'A different image than the service’s last one on another host, or stopped only here',
    unfinished: 'unfinished',
    unfinishedMeaning:
      'The last deployment did not come to its end here: what ran before it, and what it had started, is shown',
    stopped: 'stopped',
    noTag: 'no image tag',
    cell: '{{service}} on {{host}}',
    runs: 'Running',
    when: 'Since',
    hosts: 'Hosts',
  },
  de: {
    onHosts_one: 'auf {{count, number}} Host',
    onHosts_other: 'auf {{count, number}} Hosts',
    matrix: 'Was wo läuft: Dienste je Host',
    service: 'Dienst',
    differs: 'weicht ab',
    differsMeaning: 'Anderes Image als das zuletzt auf einem anderen Host ausgerollte, oder nur hier gestoppt',
    unfinished: 'unvollendet',
    unfinishedMeaning:
      'Das letzte Deployment kam hier nicht zu Ende: gezeigt wird, was vorher lief und was es schon gestartet hatte',
    stopped: 'gestoppt',
    noTag: 'kein Image-Tag',
    cell: '{{service}} auf {{host}}',
    runs: 'Läuft dort',
    when: 'Seit',
    hosts: 'Hosts',
  },
});
