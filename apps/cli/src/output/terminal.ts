import type { WriteStream } from 'node:tty';

/** What the answer is written to, as far as its looks depend on it. */
export interface Terminal {
  /** Characters in a line; null where nobody looks, and nothing is shortened. */
  width: number | null;
  coloured: boolean;
}

/** A file or pipe gets whole lines and no colours; NO_COLOR (no-color.org) turns them off on a terminal too. */
export function terminalOf(stream: Pick<WriteStream, 'isTTY' | 'columns'>, env: NodeJS.ProcessEnv): Terminal {
  if (!stream.isTTY) return { width: null, coloured: false };
  return { width: stream.columns || 80, coloured: !env.NO_COLOR && env.TERM !== 'dumb' };
}
