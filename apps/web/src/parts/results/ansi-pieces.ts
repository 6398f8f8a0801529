import Anser from 'anser';

export interface AnsiPiece {
  text: string;
  className: string | undefined;
}

const COLOUR = /^ansi-(bright-)?(black|red|green|yellow|blue|magenta|cyan|white)(-ground)?$/;
const DECORATIONS = new Set(['bold', 'dim', 'italic', 'underline', 'strikethrough', 'reverse']);

/**
 * A text with terminal colours as pieces with classes. Only the sixteen colours that a terminal's user chooses too:
 * shades out of a program might not be readable on our ground.
 */
export function ansiPieces(text: string): AnsiPiece[] {
  if (!text.includes('\u001B')) return [{ text, className: undefined }];
  return Anser.ansiToJson(text, { json: true, remove_empty: true, use_classes: true }).map(
    ({ content, fg, bg, decorations }) => {
      const colours = [fg, bg === '' ? '' : `${bg}-ground`].filter((name) => COLOUR.test(name));
      const marks = decorations.filter((name) => DECORATIONS.has(name)).map((name) => `ansi-${name}`);
      const classes = [...colours, ...marks].join(' ');
      return { text: withoutControls(content), className: classes === '' ? undefined : classes };
    },
  );
}

/** Cursor movements and the like, which mean nothing on a page. */
function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is removed
  return text.replaceAll(/\u001B\[[0-9;?]*[A-Za-z]|\u001B/g, '');
}
