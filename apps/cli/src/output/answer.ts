import type { Terminal } from './terminal.js';

/** What a command found: as data for programs (times in ISO 8601, UTC), and as text for people. */
export interface Answer {
  data: unknown;
  show: (terminal: Terminal) => string;
  /** What has to be known besides: with data on stderr, for it is none; under the text. */
  remark?: string | null;
}

/** What stands under a list that was cut. */
export function moreThan(shown: number, more: boolean): string {
  return more ? `\n\nOnly the first ${shown} are shown; use --limit for more.` : '';
}
