import type { Question } from './read-questions.js';

export type Asked = Pick<Question, 'document' | 'variables' | 'path'>;

export interface Answer {
  data: unknown;
  bytes: number;
  /** Until it is parsed; that of a file, which may be of any size, until its first part is there. */
  ms: number;
  wholeMs: number;
  /** The status where there are none but the answer is no success; null for neither. */
  errors: unknown;
}

export type Ask = (asked: Asked) => Promise<Answer>;

/** Asks and reads the whole answer, as whoever asks would do. */
export function asking(url: string, token: string): Ask {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async ({ document, variables, path }) => {
    const started = performance.now();
    const elapsed = () => performance.now() - started;
    if (path !== null) {
      const response = await fetch(`${url}${path}`, { headers });
      let bytes = 0;
      let ms: number | null = null;
      for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        ms ??= elapsed();
        bytes += part.length;
      }
      const wholeMs = elapsed();
      return { data: null, bytes, ms: ms ?? wholeMs, wholeMs, errors: response.ok ? null : response.status };
    }
    const body = JSON.stringify({ query: document, variables });
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    const text = await response.text();
    const { data = null, errors = null } = JSON.parse(text) as { data?: unknown; errors?: unknown };
    const ms = elapsed();
    return { data, bytes: text.length, ms, wholeMs: ms, errors: response.ok ? errors : (errors ?? response.status) };
  };
}
