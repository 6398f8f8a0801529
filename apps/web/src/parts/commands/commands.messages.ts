import { messages } from '../../kit/i18n/i18n.js';
import { COMMAND_WORDS } from './command-words.js';

export const useCommandText = messages('commands', COMMAND_WORDS);
