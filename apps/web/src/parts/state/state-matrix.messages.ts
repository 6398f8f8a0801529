import { messages } from '../../kit/i18n/i18n.js';

export const useStateMatrixText = messages('stateMatrix', {
  en: {
    onHosts_one: 'on {{count, number}} host',
    onHosts_other: 'on {{count, number}} hosts',
    matrix: 'What runs where: services by hosts',
    service: 'Service',
    differs: 'differs',
    differsMeaning: 'Another image than the service got last on another host, or stopped only here',
    stopped: 'stopped',
    noTag: 'no image tag',
    cell: '{{service}} on {{host}}',
    runs: 'Runs there',
    when: 'Since',
    hosts: 'Hosts',
  },
  de: {
    onHosts_one: 'auf {{count, number}} Host',
    onHosts_other: 'auf {{count, number}} Hosts',
    matrix: 'Was wo läuft: Dienste nach Hosts',
    service: 'Dienst',
    differs: 'weicht ab',
    differsMeaning: 'Anderes Image, als der Dienst zuletzt auf einem anderen Host bekam, oder nur hier gestoppt',
    stopped: 'gestoppt',
    noTag: 'kein Image-Tag',
    cell: '{{service}} auf {{host}}',
    runs: 'Läuft dort',
    when: 'Seit',
    hosts: 'Hosts',
  },
});
