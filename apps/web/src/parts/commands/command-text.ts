import type { Translate } from '../../kit/i18n/i18n.js';
import type { CommandWord } from './command-words.js';
import { nameOfLeftOut, piecesOf } from './left-out.js';
import { quoted } from './quoted.js';

/** A command as a person could type it. */
export interface ShellCommand {
  words: readonly string[];
  /** Where it was typed; null where that is not known, or does not matter. */
  directory: string | null;
  /** Sentences about it, which become comments. */
  notes: readonly string[];
}

/**
 * What one pastes into a shell. What was not recorded is named in a comment, and a shell refuses to run the command until
 * somebody has given it: an ellipsis would run, as the password.
 */
export function commandText({ words, directory, notes }: ShellCommand, t: Translate<CommandWord>): string {
  const names: string[] = [];
  const written = words.map((word, at) => wordText(word, words[at - 1], names, t('notRecorded')));
  const command = written.join(' ');
  const place = directory === null ? '' : `cd ${wordText(directory, undefined, names, t('notRecorded'))} && `;
  const leftOut = names.length === 0 ? [] : [t('leftOut', { names: names.join(', ') })];
  return [...[...notes, ...leftOut].map(comment), place + command].join('\n');
}

/** On one line, for a list: without comments, and not to be pasted. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => piecesOf(word).map(quoted).join('…').replaceAll("''", '')).join(' ');
}

function wordText(word: string, before: string | undefined, names: string[], notRecorded: string): string {
  const pieces = piecesOf(word);
  if (pieces.length === 1) return quoted(word);
  return pieces
    .map((piece, at) => {
      const text = piece === '' ? '' : quoted(piece);
      if (at === pieces.length - 1) return text;
      const name = unused(nameOfLeftOut(piece, before), names);
      names.push(name);
      return `${text}"\${LEFT_OUT_${name}:?${plain(notRecorded)}}"`;
    })
    .join('');
}

function unused(name: string, names: readonly string[]): string {
  let number = 1;
  while (names.includes(number === 1 ? name : `${name}_${number}`)) number += 1;
  return number === 1 ? name : `${name}_${number}`;
}

function comment(sentence: string): string {
  return `# ${plain(sentence)}`;
}

/** Nothing that a shell reads: one that takes no comments, as zsh when it is typed to, would run it. */
function plain(sentence: string): string {
  return sentence
    .replaceAll(/[^\p{L}\p{N} .,:=_@/+-]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
