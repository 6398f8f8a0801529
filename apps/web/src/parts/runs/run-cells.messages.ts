import { messages } from '../../kit/i18n/i18n.js';

export const useRunCellsText = messages('runCells', {
  en: {
    labels: 'Labels',
    unnamed: 'Playbook not known yet',
    check: 'check mode',
    checkMeaning: 'Check mode: nothing was changed',
    sudo: 'as {{user}}',
    progress: '{{part}} of the last comparable run',
  },
  de: {
    labels: 'Labels',
    unnamed: 'Playbook noch nicht bekannt',
    check: 'Prüflauf',
    checkMeaning: 'Prüflauf (--check): nichts wurde geändert',
    sudo: 'als {{user}}',
    progress: '{{part}} des letzten vergleichbaren Laufs',
  },
});
