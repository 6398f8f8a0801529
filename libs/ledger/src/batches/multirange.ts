/** `[1, 2, 3, 7]` as Postgres writes it: `{[1,4),[7,8)}`. */
export function toMultirange(seqs: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const seq of [...seqs].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && seq <= last[1]) last[1] = Math.max(last[1], seq + 1);
    else ranges.push([seq, seq + 1]);
  }
  return `{${ranges.map(([from, to]) => `[${from},${to})`).join(',')}}`;
}

/** The half-open ranges of a Postgres multirange of integers, in order. */
export function parseMultirange(text: string): [from: number, to: number][] {
  return [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)]);
}
