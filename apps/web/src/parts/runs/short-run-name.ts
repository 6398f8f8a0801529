const MOST = 120;

/** The name of a run for a heading or a cell: that of an ad-hoc command may contain a file. */
export function shortRunName(name: string): string {
  return name.length <= MOST ? name : `${name.slice(0, MOST - 1)}…`;
}
