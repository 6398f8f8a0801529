/** A piece of a note: plain, or a link that a person may follow. */
export interface NotePiece {
  text: string;
  isLink: boolean;
}

/** Only http and https: a note may hold whatever somebody typed. */
const LINK = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)]/g;

export function notePieces(text: string): NotePiece[] {
  const pieces: NotePiece[] = [];
  let end = 0;
  for (const { 0: link, index } of text.matchAll(LINK)) {
    if (index > end) pieces.push({ text: text.slice(end, index), isLink: false });
    pieces.push({ text: link, isLink: true });
    end = index + link.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isLink: false });
  return pieces;
}

/** The newest link in notes, which are given with the newest first: the ticket. */
export function ticketOf(notes: readonly { text: string | null }[]): string | null {
  for (const { text } of notes) {
    const link = notePieces(text ?? '').find(({ isLink }) => isLink);
    if (link !== undefined) return link.text;
  }
  return null;
}

export function isLink(text: string): boolean {
  const [only, ...more] = notePieces(text);
  return only?.isLink === true && more.length === 0;
}
